using Chat.Bench.Client;
using Chat.Bench.Groups;
using Chat.Bench.Workloads;

namespace Chat.Bench.Tests.Groups;

/// <summary>What the load generator notices about the messages of one sender in a group of three.</summary>
public sealed class ChannelTests : IDisposable
{
    private readonly Connection _sender = new(null!, 0, new User(0, "anna", "token"), null!);
    private readonly Group _group = new("g1", new Crowd("large"), [0, 1, 2]);
    private readonly Channel _channel;

    public ChannelTests()
    {
        _channel = new Channel(0, _group, _sender);
        _group.Add(_channel);
    }

    public void Dispose() => _sender.Dispose();

    [Fact]
    public void A_message_is_complete_when_it_is_acked_and_everybody_else_has_it()
    {
        Send();
        Assert.Equal(Outcome.Fresh, _channel.Ack(0, Id(1), out var intended));
        Assert.Equal(7, intended);
        Assert.Equal(Outcome.Fresh, Receive(0, Id(1), 1));
        Assert.False(_channel.IsComplete);
        Assert.Equal(Outcome.Fresh, Receive(0, Id(1), 1));
        Assert.True(_channel.IsComplete);
        Assert.Equal(1, _group.OwedTo(1));
        Assert.Equal(0, _group.OwedTo(0));
    }

    [Fact]
    public void It_may_be_received_before_it_is_acked()
    {
        Send();
        Assert.Equal(Outcome.Fresh, Receive(0, Id(1), 1));
        Assert.Equal(Outcome.Wrong, _channel.Ack(0, Id(2), out _));
        Assert.Equal(Outcome.Fresh, _channel.Ack(0, Id(1), out _));
        Assert.Equal(Outcome.Repeated, _channel.Ack(0, Id(1), out _));
    }

    [Fact]
    public void A_message_that_stands_at_two_positions_has_taken_effect_twice()
    {
        Send();
        Receive(0, Id(1), 1);
        Assert.Equal(Outcome.Wrong, Receive(0, Id(2), 2));
        Assert.Equal(Outcome.Wrong, Receive(0, Id(1), 2));
        Assert.NotNull(_channel.Problem);
    }

    [Fact]
    public void So_has_one_that_comes_again_when_all_had_it()
    {
        Complete(1);
        Assert.Equal(Outcome.Wrong, Receive(0, Id(2), 2));
    }

    [Fact]
    public void The_groups_order_is_the_order_of_sending()
    {
        Send();
        Send();
        Receive(1, Id(1), 1);
        Assert.Null(_channel.Disorder);
        Receive(0, Id(2), 2);
        Assert.NotNull(_channel.Disorder);
    }

    [Fact]
    public void Also_behind_messages_that_are_complete()
    {
        Complete(5);
        Send();
        Receive(1, Id(2), 4);
        Assert.NotNull(_channel.Disorder);
    }

    [Fact]
    public void The_ring_grows_while_somebody_is_away()
    {
        for (var i = 0; i < 1000; i++)
        {
            Send();
            _channel.Ack(i, Id(i), out _);
            Receive(i, Id(i), i + 1);
        }

        Assert.False(_channel.IsComplete);
        Assert.Equal((0, 1000), (_channel.InFlight, _channel.Acked));
        for (var i = 0; i < 1000; i++)
        {
            Assert.True(_channel.IsKnownAs(i, Id(i), i + 1));
            Assert.Equal(Outcome.Fresh, Receive(i, Id(i), i + 1));
        }

        Assert.True(_channel.IsComplete);
        Assert.Empty(_channel.UnackedBefore(long.MaxValue));
    }

    [Fact]
    public void What_was_never_sent_cannot_come()
    {
        Assert.Equal(Outcome.Wrong, Receive(0, Id(1), 1));
        Assert.Equal(Outcome.Wrong, _channel.Ack(0, Id(1), out _));
    }

    [Fact]
    public void What_nobody_has_acked_and_what_a_member_lacks_is_said_at_the_end()
    {
        Send();
        Assert.Equal(2, GroupCompleteness.Failures([_group]).Count());
        _channel.Ack(0, Id(1), out _);
        _group.Of(1)!.Count(0);
        Assert.Contains("1 members lack messages", Assert.Single(GroupCompleteness.Failures([_group])));
        _group.Of(2)!.Count(0);
        Assert.Empty(GroupCompleteness.Failures([_group]));
    }

    private void Complete(long position)
    {
        Send();
        _channel.Ack(0, Id(1), out _);
        Receive(0, Id(1), position);
        Receive(0, Id(1), position);
        Assert.True(_channel.IsComplete);
    }

    private void Send() => _channel.Add(intended: 7, now: 8);

    private Outcome Receive(long sequence, MessageId id, long position) => _channel.Receive(sequence, id, position, out _);

    private static MessageId Id(int number) => new(20241105120000, (ulong)number + 1);
}
