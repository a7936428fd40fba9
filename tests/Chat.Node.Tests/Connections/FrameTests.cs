using System.Net.WebSockets;
using System.Text;
using Chat.Node.Configuration;
using Chat.Node.Tests.Connections.Harness;

namespace Chat.Node.Tests.Connections;

public sealed class FrameTests
{
    [Fact]
    public async Task A_binary_frame_closes_with_1003()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync([1, 2, 3], WebSocketMessageType.Binary);
        Assert.Equal(1003, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task Text_that_is_not_UTF_8_closes_with_1007()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync([(byte)'"', 0xC3, 0x28, (byte)'"'], WebSocketMessageType.Text);
        Assert.Equal(1007, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task A_frame_over_the_limit_is_named_and_closes_with_1009()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync(new byte[70_000], WebSocketMessageType.Text);
        await socket.ExpectErrorAsync("frame_too_large");
        Assert.Equal(1009, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task Before_authentication_8_KiB_are_too_large()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(new byte[8_193], WebSocketMessageType.Text);
        await socket.ExpectErrorAsync("frame_too_large");
        Assert.Equal(1009, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task Fragments_make_one_frame()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        var bytes = Encoding.UTF8.GetBytes(Frames.Message("m1", content: "grüße"));
        for (var i = 0; i < bytes.Length; i++)
            await socket.SendAsync([bytes[i]], WebSocketMessageType.Text, end: i == bytes.Length - 1);
        await socket.ExpectAsync("message_ack");
        Assert.Equal("grüße", (await host.Entities.ExpectAsync<Domain.Users.UserCommands.SendMessage>()).Body.Content);
    }

    [Fact]
    public async Task Fragments_together_may_not_be_over_the_limit()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync(new byte[40_000], WebSocketMessageType.Text, end: false);
        await socket.SendAsync(new byte[40_000], WebSocketMessageType.Text);
        await socket.ExpectErrorAsync("frame_too_large");
        Assert.Equal(1009, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task A_ping_between_fragments_is_answered_with_its_payload()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.UpgradeAsync();
        var auth = Encoding.UTF8.GetBytes(Frames.Auth("alice"));
        await client.WriteAsync([
            .. RawClient.Frame(0x01, auth[..10]), .. RawClient.Frame(0x89, [1, 2, 3]), .. RawClient.Frame(0x80, auth[10..])]);
        var pong = await client.ReadFrameAsync();
        Assert.Equal(10, pong!.Value.Opcode);
        Assert.Equal([1, 2, 3], pong.Value.Payload);
        Assert.Equal(1, (await client.ReadFrameAsync())!.Value.Opcode);
    }

    public static TheoryData<string, byte[], int> Broken => new()
    {
        { "unmasked", RawClient.Frame(0x81, "{}"u8.ToArray(), masked: false), 1002 },
        { "reserved bit", RawClient.Frame(0xC1, "{}"u8.ToArray()), 1002 },
        { "reserved opcode", RawClient.Frame(0x83, "{}"u8.ToArray()), 1002 },
        { "reserved control opcode", RawClient.Frame(0x8B, []), 1002 },
        { "fragmented ping", RawClient.Frame(0x09, []), 1002 },
        { "long ping", RawClient.Frame(0x89, new byte[126]), 1002 },
        { "continuation of nothing", RawClient.Frame(0x80, "{}"u8.ToArray()), 1002 },
        { "text within fragments", [.. RawClient.Frame(0x01, "{"u8.ToArray()), .. RawClient.Frame(0x81, "}"u8.ToArray())], 1002 },
        { "length not in its shortest form", [0x81, 0xFE, 0, 5, 0, 0, 0, 0, 1, 2, 3, 4, 5], 1002 },
        { "negative length", [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 1002 },
        { "close with one byte", RawClient.Frame(0x88, [3]), 1002 },
        { "close with a code that never stands in a frame", RawClient.Frame(0x88, [0x03, 0xED]), 1002 },
        { "close with a reason that is not UTF-8", RawClient.Frame(0x88, [0x03, 0xE8, 0xFF]), 1007 },
        { "close without a code", RawClient.Frame(0x88, []), 0 },
        { "close of an application", RawClient.Frame(0x88, [0x0F, 0xA0]), 4000 },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task What_breaks_the_framing_ends_the_connection_with_its_code(string what, byte[] bytes, int code)
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.UpgradeAsync();
        await client.WriteAsync(bytes);
        Assert.True(code == await client.ReadCloseAsync(), what);
    }

    [Theory]
    [InlineData("""{"type":"message"}""", "missing_field")]
    [InlineData("""{"type":"nonsense"}""", "unknown_type")]
    [InlineData("""{"type":""", "bad_json")]
    [InlineData("[]", "bad_json")]
    [InlineData("""{"type":"typing","payload":{"receiver_id":"b","state":"maybe"}}""", "invalid_value")]
    [InlineData("""{"type":"auth","payload":{"user_id":"alice","auth_token":"a","device_id":"phone"}}""", "invalid_value")]
    [InlineData("""{"type":"delivery_ack","positions":{"inbox":5}}""", "invalid_value")]
    public async Task A_frame_that_cannot_be_right_is_answered_and_the_connection_goes_on(string frame, string code)
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync(frame);
        await socket.ExpectErrorAsync(code);
        await socket.SendAsync(Frames.Heartbeat);
        await socket.ExpectAsync("heartbeat_ack");
    }

    [Fact]
    public async Task Too_many_refused_frames_close_with_4400()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { ErrorsPerMinute = 3 });
        using var socket = await host.AttachAsync();
        for (var i = 0; i < 4; i++)
            await socket.SendAsync("{}");
        Assert.Equal(4400, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task The_close_of_a_client_is_answered_and_its_device_detached()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.CloseAsync(1000);
        var detach = await host.Entities.ExpectAsync<Domain.Users.UserCommands.DetachDevice>();
        Assert.Equal(socket.Address, detach.Connection);
        await host.SocketsAsync(0);
    }

    [Fact]
    public async Task A_socket_that_just_breaks_detaches_its_device()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        socket.Dispose();
        await host.Entities.ExpectAsync<Domain.Users.UserCommands.DetachDevice>();
        await host.SocketsAsync(0);
    }

    [Fact]
    public async Task A_client_that_does_not_answer_a_close_is_cut_off()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.UpgradeAsync();
        await client.WriteAsync(RawClient.Frame(0x82, [1]));
        Assert.Equal(1003, await client.ReadCloseAsync());
        Assert.Equal(1, host.Registry.Count);
        host.Pass(6);
        Assert.True(await client.EndsAsync());
        await host.SocketsAsync(0);
    }
}
