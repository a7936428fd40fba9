using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Chat.Actors.Addressing;
using Chat.Actors.Groups.Fanout;
using Chat.Actors.Tests.Harness;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chat.Actors.Tests.Groups;

/// <summary>The pipeline from groups to members: who waits for whom, and what happens at its bounds.</summary>
public sealed class FanoutTests : IAsyncDisposable
{
    private const long Here = 1, Silent = 2, Answering = 3, Unknown = 4;

    private readonly ActorSystem _system = ActorSystem.Create(
        "fanout", ConfigurationFactory.ParseString("akka { log-dead-letters = off, loglevel = WARNING, stdout-loglevel = OFF, loggers = [] }"));

    private readonly RecordedEntities _entities = new();
    private readonly NodeDirectory _directory = new();
    private readonly FanoutQueue _queue = new();

    public async ValueTask DisposeAsync() => await _system.Terminate();

    [Fact]
    public async Task A_node_that_does_not_answer_holds_up_only_what_is_for_itself()
    {
        var (silent, answering) = (new Inbox(answers: false), new Inbox(answers: true));
        Start((Silent, silent), (Answering, answering));
        var group = StartGroup("chess", portions: 100, nodes: [Here, Silent, Answering, Unknown]);
        _queue.Announce(new GroupId("chess"), group);

        await Eventually.HoldsAsync(() => answering.Batches.Count == 100);
        await Eventually.HoldsAsync(() => Told("here") == 100 && Told("unknown") == 100); // who is not known is found by sharding
        await Eventually.HoldsAsync(() => !silent.Batches.IsEmpty);
        Assert.InRange(silent.Batches.Count, 1, 10); // what is under way; the rest waits, or is dropped and pulled
        Assert.All(answering.Batches, batch => Assert.Equal("answering", Assert.Single(batch.Targets).Member.Value));
        Assert.Equal(Enumerable.Range(1, 100).Select(n => (long)n), answering.Batches.Select(b => b.Head));
    }

    [Fact]
    public async Task A_busy_group_takes_turns_with_all_others()
    {
        Start();
        var busy = StartGroup("busy", portions: int.MaxValue, nodes: [Here]);
        _queue.Announce(new GroupId("busy"), busy);
        await Eventually.HoldsAsync(() => Told("here") > 100);
        var announced = new List<int>(); // turns of the busy one until then
        for (var n = 0; n < 50; n++)
        {
            _queue.Announce(new GroupId($"calm{n}"), StartGroup($"calm{n}", portions: 1, nodes: [Here]));
            announced.Add(Told("here") - Of("calm").Count());
        }

        await Eventually.HoldsAsync(() => Of("calm").Count() == 50);
        var told = _entities.Told.OfType<UserCommands.GroupFanout>().Select(f => f.Group.Value).ToList();
        var waited = announced.Select((before, n) => told.Take(told.IndexOf($"calm{n}")).Count(g => g == "busy") - before).Order().ToList();
        // Once in the queue, so once in a turn: one or two. Some may be late because a thread waited for the machine; most are not.
        Assert.True(waited[25] <= 5, string.Join(' ', waited));
    }

    [Fact]
    public async Task A_group_that_does_not_answer_costs_nobody_else_his_turn()
    {
        Start();
        _queue.Announce(new GroupId("gone"), _system.DeadLetters);
        _queue.Announce(new GroupId("chess"), StartGroup("chess", portions: 20, nodes: [Here]));
        await Eventually.HoldsAsync(() => Told("here") == 20);
    }

    [Fact]
    public void A_full_queue_says_so()
    {
        for (var n = 0; n < FanoutQueue.Capacity; n++)
            Assert.True(_queue.Announce(new GroupId($"g{n}"), _system.DeadLetters));
        Assert.False(_queue.Announce(new GroupId("one too many"), _system.DeadLetters));
    }

    private void Start(params (long Node, Inbox Inbox)[] others)
    {
        foreach (var (node, inbox) in others)
            _directory.Add(node, ActorRefs.Nobody, _system.ActorOf(Props.CreateBy(new Made(() => new Hub(inbox)))));
        new GroupFanout(_queue, _directory, _entities, Here, NullLogger.Instance).Start(_system);
    }

    private IActorRef StartGroup(string id, int portions, long[] nodes) =>
        _system.ActorOf(Props.CreateBy(new Made(() => new EagerGroup(new GroupId(id), portions, nodes, _queue))));

    private int Told(string member) => _entities.Told.OfType<UserCommands.GroupFanout>().Count(f => f.UserId.Value == member);

    private IEnumerable<UserCommands.GroupFanout> Of(string group) =>
        _entities.Told.OfType<UserCommands.GroupFanout>().Where(f => f.Group.Value.StartsWith(group, StringComparison.Ordinal));

    private sealed class Inbox(bool answers)
    {
        public bool Answers => answers;

        public ConcurrentQueue<GroupFanoutBatch> Batches { get; } = new();
    }

    private sealed class Hub : ReceiveActor
    {
        public Hub(Inbox inbox) => Receive<GroupFanoutBatch>(batch =>
        {
            inbox.Batches.Enqueue(batch);
            if (inbox.Answers) Sender.Tell(BatchTaken.Instance);
        });
    }

    /// <summary>Has something for everybody whenever it is asked, one member on each node.</summary>
    private sealed class EagerGroup : ReceiveActor
    {
        private static readonly Dictionary<long, string> Members = new()
        {
            [Here] = "here", [Silent] = "silent", [Answering] = "answering", [Unknown] = "unknown",
        };

        public EagerGroup(GroupId id, int portions, long[] nodes, FanoutQueue queue)
        {
            var asked = 0L;
            Receive<PortionRequest>(_ =>
            {
                asked++;
                GroupEntry entry = new GroupMessage(
                    asked, 1, new MessageId(asked, 9, 1), new UserId("anna"), new DeviceId("phone"), new MessageBody($"text {asked}", null, null, 1));
                FanoutTarget[] targets = [.. nodes.Select(node => new FanoutTarget(new UserId(Members[node]), 1, 0, node == Unknown ? 0 : node))];
                Sender.Tell(new PortionReply(new GroupPortion(id, [new GroupFanoutBatch(id, 9, asked - 1, [entry], asked, targets)])));
                if (asked < portions) queue.Announce(id, Self);
            });
        }
    }

    private sealed class Made(Func<ActorBase> make) : IIndirectActorProducer
    {
        public Type ActorType => typeof(ActorBase);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
