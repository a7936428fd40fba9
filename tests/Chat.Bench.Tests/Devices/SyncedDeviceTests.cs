using System.Text;
using System.Text.Json;
using Chat.Bench.Client;
using Chat.Bench.Devices;

namespace Chat.Bench.Tests.Devices;

/// <summary>What the load generator notices about a device that catches up with three messages.</summary>
public sealed class SyncedDeviceTests : IDisposable
{
    private readonly Connection _connection = new(null!, 0, new User(0, "anna", "token"), null!);
    private readonly Backlog _backlog = new(null!, "anna", messages: 3, bodyBytes: 20);
    private readonly SyncedDevice _device;

    public SyncedDeviceTests() => _device = new SyncedDevice("laptop", _backlog);

    public void Dispose() => _connection.Dispose();

    [Fact]
    public void It_has_everything_when_all_came_in_order_and_sync_done_after_them()
    {
        Receive(0, Id(1), 1);
        Receive(1, Id(2), 2);
        Receive(2, Id(3), 4);
        Assert.False(_device.HasEverything);
        Frame("""{"type":"sync_done","payload":{"positions":{"inbox":4},"unread_count":3,"server_time":1}}""");
        Assert.True(_device.HasEverything);
        Assert.Null(_device.Problem);
    }

    [Fact]
    public void A_message_left_out_is_noticed()
    {
        Receive(0, Id(1), 1);
        Receive(2, Id(3), 3);
        Assert.NotNull(_device.Problem);
    }

    [Fact]
    public void So_is_one_that_comes_twice()
    {
        Receive(0, Id(1), 1);
        Receive(0, Id(1), 1);
        Assert.NotNull(_device.Problem);
    }

    [Fact]
    public void So_is_one_that_another_device_knows_under_another_id()
    {
        Assert.True(_backlog.IsKnownAs(0, Parsed(Id(7))));
        Receive(0, Id(1), 1);
        Assert.NotNull(_device.Problem);
    }

    [Fact]
    public void So_is_a_server_that_cannot_go_on_where_the_device_stopped()
    {
        Frame("""{"type":"auth_success","payload":{"resume":{"epoch":"e7"}}}""");
        Assert.Null(_device.Problem);
        Frame("""{"type":"auth_success","payload":{"resume":{"epoch":"e7","recovered":false,"from":9}}}""");
        Assert.NotNull(_device.Problem);
    }

    [Fact]
    public void Auth_says_which_device_it_is_and_where_it_stopped()
    {
        var user = new User(0, "anna", "token") { Device = "laptop" };

        using var json = JsonDocument.Parse(ClientFrames.Auth(user, sync: true, """{"epoch":"e7","positions":{"inbox":9}}"""));
        var payload = json.RootElement.GetProperty("payload");
        Assert.Equal("laptop", payload.GetProperty("device_id").GetString());
        Assert.Equal("sync", payload.GetProperty("capabilities")[0].GetString());
        Assert.Equal(9, payload.GetProperty("resume").GetProperty("positions").GetProperty("inbox").GetInt64());
        using var plain = JsonDocument.Parse(ClientFrames.Auth(user, sync: false));
        Assert.False(plain.RootElement.GetProperty("payload").TryGetProperty("resume", out _));
    }

    private void Receive(int sequence, string id, long position) => Frame(
        $$$"""{"type":"message","stream":"inbox","seq":{{{position}}},"payload":{"message_id":"{{{id}}}","content":"m0.{{{sequence}}}.xx"}}""");

    private void Frame(string json) => _device.OnFrame(_connection, Encoding.UTF8.GetBytes(json), Clock.Now);

    private static string Id(int number) => $"20241105120000{number:D21}";

    private static MessageId Parsed(string id) => MessageId.TryParse(Encoding.UTF8.GetBytes(id), out var parsed) ? parsed : default;
}
