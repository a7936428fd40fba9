using Chat.Faults.Tests.Checking;
using Chat.Faults.Tests.Traffic;
using static Chat.Faults.Tests.Specs.History;

namespace Chat.Faults.Tests.Specs;

/// <summary>The phones of the run send as the protocol asks: else what the run finds would be their fault.</summary>
public sealed class OutboxTests
{
    private readonly Outbox _outbox = new();
    private int _written;

    [Fact]
    public void What_is_not_acked_goes_again_after_ten_seconds_and_after_a_reconnect_in_its_order()
    {
        var (first, second) = (Write("bob"), Write("cid"));
        Assert.Equal([first, second], Due(0));
        Assert.Empty(Due(9));
        Assert.Equal([first, second], Due(10));
        _outbox.Acked(first);
        _outbox.Reconnected();
        Assert.Equal([second], Due(11));
    }

    [Fact]
    public void What_was_refused_holds_back_what_was_written_later_in_its_conversation()
    {
        var (first, second) = (Write("bob"), Write("bob"));
        Due(0);
        _outbox.Refused(first, At(5));
        var (third, other) = (Write("bob"), Write("cid"));
        Assert.Equal([other], Due(1));
        Assert.Equal([first, second, third], Due(5));
    }

    private string Write(string to)
    {
        var id = $"{Ann}.{++_written}";
        _outbox.Add(new SentMessage(id, Ann, Conversation.Of("ann", to), _written), []);
        return id;
    }

    private IEnumerable<string> Due(int at) => _outbox.TakeDue(At(at)).Select(item => item.Message.ClientId);

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);
}
