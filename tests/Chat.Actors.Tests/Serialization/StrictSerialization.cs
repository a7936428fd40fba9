using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.Event;
using Chat.Actors.Addressing;
using Chat.Actors.Serialization;
using Chat.Domain;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot.Groups;

namespace Chat.Actors.Tests.Serialization;

/// <summary>
/// Types that are bound to no serializer are refused. Akka's own messages must pass nevertheless: membership, gossip of the
/// coordinator's state, hand-off and statistics are exercised between two nodes.
/// </summary>
public sealed class StrictSerialization : IAsyncLifetime
{
    private const int Users = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentQueue<string> _complaints = new();
    private ActorSystem _one = null!;
    private ActorSystem _two = null!;

    public async Task InitializeAsync()
    {
        (_one, _two) = (Start(), Start());
        var seed = Akka.Cluster.Cluster.Get(_one).SelfAddress;
        using var cancellation = new CancellationTokenSource(Patience);
        await Akka.Cluster.Cluster.Get(_one).JoinAsync(seed, cancellation.Token);
        await Akka.Cluster.Cluster.Get(_two).JoinAsync(seed, cancellation.Token);
    }

    public async Task DisposeAsync()
    {
        await _two.Terminate();
        await _one.Terminate();
    }

    [Fact]
    public void A_type_that_nobody_bound_is_refused()
    {
        Assert.ThrowsAny<Exception>(() => _one.Serialization.FindSerializerForType(typeof(Unbound)));
        Assert.Equal(UserEventSerializer.Id, _one.Serialization.FindSerializerForType(typeof(UserEvents.UserCreated)).Identifier);
        Assert.Equal(UserMessageSerializer.Id, _one.Serialization.FindSerializerForType(typeof(UserCommands.GetDevices)).Identifier);
        Assert.Equal(GroupEventSerializer.Id, _one.Serialization.FindSerializerForType(typeof(GroupEvents.Renamed)).Identifier);
        Assert.Equal(GroupMessageSerializer.Id, _one.Serialization.FindSerializerForType(typeof(GroupCommands.GetGroup)).Identifier);
        Assert.Equal(GroupMessageSerializer.Id, _one.Serialization.FindSerializerForType(typeof(GroupFanoutBatch)).Identifier);
        Assert.Equal(SnapshotSerializer.Id, _one.Serialization.FindSerializerForType(typeof(GroupSnapshot)).Identifier);
        Assert.Equal(ConnectionMessageSerializer.Id, _one.Serialization.FindSerializerForType(typeof(ConnectionEnvelope)).Identifier);
    }

    [Fact]
    public void Persistence_stores_its_own_types_though_it_starts_after_the_system()
    {
        Assert.Equal(7, _one.Serialization.FindSerializerForType(typeof(Akka.Persistence.Persistent)).Identifier);
        var snapshots = _one.Serialization.FindSerializerForType(typeof(Akka.Persistence.Serialization.Snapshot));
        Assert.Equal(8, snapshots.Identifier);
        var stored = new Akka.Persistence.Serialization.Snapshot(new UserEvents.UserCreated(1, 2));
        var read = (Akka.Persistence.Serialization.Snapshot)snapshots.FromBinary(snapshots.ToBinary(stored), stored.GetType());
        Assert.Equal(stored.Data, read.Data);
    }

    [Fact]
    public async Task Sharding_works_between_nodes_and_through_a_hand_off()
    {
        var region = StartRegion(_one);
        StartRegion(_two);

        var before = await AskEveryone(region);
        Assert.Equal(2, before.Distinct().Count()); // shards on both nodes, or nothing was serialized

        var stats = await region.Ask<ClusterShardingStats>(new GetClusterShardingStats(Patience), Patience);
        Assert.Equal(2, stats.Regions.Count);
        Assert.Equal(Users, stats.Regions.Values.Sum(node => node.Stats.Values.Sum()));

        await CoordinatedShutdown.Get(_two).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        var after = await AskEveryone(region);
        Assert.Single(after.Distinct());
        Assert.Empty(_complaints);
    }

    /// <summary>The node that each user's entity is on.</summary>
    private static async Task<IReadOnlyList<long>> AskEveryone(IActorRef region)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Users).Select(i => region.Ask<ConnectionEnvelope>(
            new UserCommands.NotifyTyping(new UserId($"user{i}"), new UserId("x"), true), Patience)));
        return [.. answers.Select(answer => answer.Connection.Node)];
    }

    private ActorSystem Start()
    {
        var system = ActorSystem.Create("strict", ConfigurationFactory.ParseString(SerializationHocon.Text).WithFallback("""
            akka {
              loglevel = WARNING
              actor.provider = cluster
              remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
              cluster.sharding {
                state-store-mode = ddata
                distributed-data.durable.keys = []
                updating-state-timeout = 5s
              }
            }
            """));
        var listener = system.ActorOf(Props.Create(() => new Listener(_complaints)));
        system.EventStream.Subscribe(listener, typeof(Error));
        system.EventStream.Subscribe(listener, typeof(Warning));
        return system;
    }

    private static IActorRef StartRegion(ActorSystem system) => ClusterSharding.Get(system).Start(
        "user", _ => Props.Create(() => new Entity()), ClusterShardingSettings.Create(system),
        HashCodeMessageExtractor.Create(16, message => (message as IEntityMessage)?.Entity.Id!, message => message));

    private sealed record Unbound(int Value);

    private sealed class Entity : ReceiveActor
    {
        public Entity() => Receive<UserCommand>(_ => Sender.Tell(new ConnectionEnvelope(
            new ConnectionAddress(Akka.Cluster.Cluster.Get(Context.System).SelfUniqueAddress.Uid, 1), ConnectionMessages.Done.Instance)));
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentQueue<string> complaints) => Receive<LogEvent>(entry =>
        {
            var text = $"{entry.Message} {entry.Cause}";
            if (text.Contains("serializ", StringComparison.OrdinalIgnoreCase))
                complaints.Enqueue(text);
        });
    }
}
