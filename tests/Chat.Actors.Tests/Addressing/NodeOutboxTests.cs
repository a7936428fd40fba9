using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Chat.Actors.Addressing.Batches;
using Chat.Actors.Serialization;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Remoting;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Actors.Tests.Addressing;

public sealed class NodeOutboxTests : TestKit
{
    private readonly FakeTimeProvider _time = new();
    private readonly BatchCodec _codec;
    private readonly NodeOutbox _outbox;

    public NodeOutboxTests()
        : base(ConfigurationFactory.ParseString("akka.loglevel = WARNING\n" + SerializationHocon.Text))
    {
        _codec = new BatchCodec(Sys);
        _outbox = new NodeOutbox(1, 2, TestActor, _codec, _time);
    }

    [Fact]
    public void The_first_message_after_a_quiet_moment_leaves_at_once_and_what_follows_leaves_together()
    {
        _outbox.Add(7, Devices(0));
        Assert.Equal([0], Content(ExpectMsg<NodeBatch>()));
        for (var i = 1; i <= 5; i++)
            _outbox.Add(7, Devices(i));
        ExpectNoMsg(0);
        _time.Advance(NodeOutbox.Pause);
        var batch = ExpectMsg<NodeBatch>();
        Assert.Equal([1, 2, 3, 4, 5], Content(batch));
        Assert.Equal((1, 2, 2), (batch.From, batch.To, batch.Number));
        _time.Advance(NodeOutbox.Pause);
        _outbox.Add(7, Devices(6));
        Assert.Equal([6], Content(ExpectMsg<NodeBatch>()));
    }

    [Fact]
    public void Commands_and_messages_to_connections_keep_their_order()
    {
        _outbox.Add(7, Devices(0));
        ExpectMsg<NodeBatch>();
        _outbox.Add(7, Devices(1));
        _outbox.Add(new UserCommands.Wake(new UserId("bob")));
        _outbox.Add(8, Devices(2));
        _time.Advance(NodeOutbox.Pause);
        var items = ExpectMsg<NodeBatch>().Items;
        Assert.Collection(
            items.Select(_codec.Read),
            first => Assert.Equal(Devices(1), first),
            command => Assert.Equal(new UserCommands.Wake(new UserId("bob")), command),
            last => Assert.Equal(Devices(2), last));
        Assert.Empty(items[1].Connections);
        Assert.Equal([8], items[2].Connections);
    }

    [Fact]
    public void What_several_connections_are_told_is_written_once()
    {
        _outbox.Add(7, Devices(0));
        ExpectMsg<NodeBatch>();
        var same = Devices(1);
        for (var connection = 1; connection <= 100; connection++)
            _outbox.Add(connection, same);
        _time.Advance(NodeOutbox.Pause);
        var item = Assert.Single(ExpectMsg<NodeBatch>().Items);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), item.Connections);
    }

    [Fact]
    public void A_batch_stays_far_below_the_frame_of_remoting()
    {
        _outbox.Add(7, Devices(0));
        ExpectMsg<NodeBatch>();
        for (var i = 0; i < 100; i++)
            _outbox.Add(7, Large());
        for (var received = 0; received < 100;)
        {
            _time.Advance(NodeOutbox.Pause);
            var batch = ExpectMsg<NodeBatch>();
            Assert.InRange(batch.CalculateSize(), 1, NodeOutbox.BatchBytes + 1024);
            received += batch.Items.Count;
        }
    }

    [Fact]
    public void Beyond_the_window_nothing_is_sent_until_the_other_node_confirms_and_in_the_end_messages_are_dropped()
    {
        for (var i = 0; i < NodeOutbox.Window; i++, _time.Advance(NodeOutbox.Pause))
            _outbox.Add(7, Devices(i));
        for (var i = 0; i < NodeOutbox.Window; i++)
            ExpectMsg<NodeBatch>();

        var fit = NodeOutbox.WaitingBytes / 10_000;
        for (var i = 0; i < 2 * fit; i++)
            _outbox.Add(7, Large());
        ExpectNoMsg(0);

        var received = 0;
        for (var taken = 1; received < fit - 20; taken++, _time.Advance(NodeOutbox.Pause))
        {
            _outbox.Taken(taken);
            received += ExpectMsg<NodeBatch>().Items.Count;
        }

        _outbox.Taken(NodeOutbox.Window * 2);
        while (ReceiveOne(TimeSpan.Zero) is NodeBatch rest)
        {
            received += rest.Items.Count;
            _time.Advance(NodeOutbox.Pause);
        }

        Assert.InRange(received, fit - 20, fit + 20);
    }

    [Fact]
    public void What_waits_behind_a_full_window_leaves_as_soon_as_it_opens()
    {
        for (var i = 0; i < NodeOutbox.Window; i++, _time.Advance(NodeOutbox.Pause))
            _outbox.Add(7, Devices(i));
        for (var i = 0; i < NodeOutbox.Window; i++)
            ExpectMsg<NodeBatch>();
        _outbox.Add(7, Devices(64));
        _outbox.Taken(1);
        Assert.Equal([64], Content(ExpectMsg<NodeBatch>()));
        _outbox.Add(7, Devices(65)); // the window is full again
        _outbox.Taken(2); // and open, within the pause
        ExpectNoMsg(0);
        _time.Advance(NodeOutbox.Pause);
        Assert.Equal([65], Content(ExpectMsg<NodeBatch>()));
    }

    [Fact]
    public void Once_closed_it_takes_nothing_more_and_what_waits_still_goes()
    {
        _outbox.Add(7, Devices(0));
        ExpectMsg<NodeBatch>();
        Assert.True(_outbox.Add(7, Devices(1)));
        _outbox.Dispose();
        Assert.Equal([1], Content(ExpectMsg<NodeBatch>()));
        Assert.False(_outbox.Add(7, Devices(2)));
        Assert.False(_outbox.Add(new UserCommands.Wake(new UserId("bob"))));
        _time.Advance(NodeOutbox.Pause);
        ExpectNoMsg(0);
    }

    [Fact]
    public void A_lost_confirmation_does_not_silence_the_way_for_good()
    {
        for (var i = 0; i <= NodeOutbox.Window; i++, _time.Advance(NodeOutbox.Pause))
            _outbox.Add(7, Devices(i));
        for (var i = 0; i < NodeOutbox.Window; i++)
            ExpectMsg<NodeBatch>();
        ExpectNoMsg(0);
        _time.Advance(TimeSpan.FromSeconds(4));
        var probe = ExpectMsg<NodeBatch>();
        Assert.Equal([NodeOutbox.Window], Content(probe));
        Assert.Equal(0, probe.Number % NodeOutbox.ConfirmEvery);

        _outbox.Taken(probe.Number);
        for (var i = 0; i < NodeOutbox.Window; i++, _time.Advance(NodeOutbox.Pause))
            _outbox.Add(7, Devices(i));
        for (var i = 0; i < NodeOutbox.Window; i++)
            Assert.Equal([i], Content(ExpectMsg<NodeBatch>()));
    }

    private static ConnectionMessages.DevicesChanged Devices(int devices) => new(devices);

    /// <summary>Of some 10,000 bytes.</summary>
    private static ConnectionMessages.PushMessage Large() => new(
        1, new MessageId(1_699_200_000_000_007, 42, 3), new UserId("alice"), new MessageBody(new string('x', 9_900), null, null, 7), 7);

    private IEnumerable<int> Content(NodeBatch batch) =>
        batch.Items.Select(item => ((ConnectionMessages.DevicesChanged)_codec.Read(item)).Devices);

    private void ExpectNoMsg(int milliseconds) => ExpectNoMsg(TimeSpan.FromMilliseconds(milliseconds));
}
