using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Chat.Actors.Addressing;
using Chat.Actors.Addressing.Batches;
using Chat.Actors.Serialization;
using Chat.Actors.Tests.Harness;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Remoting;
using Google.Protobuf;

namespace Chat.Actors.Tests.Addressing;

/// <summary>Two nodes of a cluster, with or without what takes batches.</summary>
public sealed class BatchRoutingTests : IAsyncLifetime
{
    private static readonly UserId Bob = new("bob");

    private readonly Member _one = new();
    private readonly Member _other = new();

    public async Task InitializeAsync()
    {
        _one.StartBatches();
        await _one.Cluster.JoinAsync(_one.Cluster.SelfAddress);
        await _other.Cluster.JoinAsync(_one.Cluster.SelfAddress);
        await Eventually.HoldsAsync(() => _one.Directory.Hub(_other.Node) is not null && _other.Directory.Hub(_one.Node) is not null);
    }

    public async Task DisposeAsync()
    {
        await _other.System.Terminate();
        await _one.System.Terminate();
    }

    [Fact]
    public async Task A_node_that_takes_no_batches_is_told_singly_and_once_it_takes_them_in_batches()
    {
        var endpoint = new Endpoint();
        var address = _other.Registry.Register(endpoint);
        Tell(0, 100);
        await Eventually.HoldsAsync(() => endpoint.Received.Count == 100);
        Assert.Null(_one.Outboxes.Of(_other.Node));

        _other.StartBatches();
        await Eventually.HoldsAsync(() => _one.Outboxes.Of(_other.Node) is not null);
        Tell(100, 2000);
        await Eventually.HoldsAsync(() => endpoint.Received.Count == 2000);
        Assert.Equal(Enumerable.Range(0, 2000), endpoint.Received.Select(m => ((ConnectionMessages.DevicesChanged)m).Devices));

        void Tell(int from, int to)
        {
            for (var i = from; i < to; i++)
                _one.Router.Tell(address, new ConnectionMessages.DevicesChanged(i));
        }
    }

    [Fact]
    public async Task That_dead_letters_answer_for_a_node_that_cannot_be_reached_does_not_send_its_batches_to_nobody()
    {
        _one.System.ActorSelection("/user/batch-peers").Tell(new ActorIdentity(_other.Node, ActorRefs.Nobody));
        _other.StartBatches();
        await Eventually.HoldsAsync(() => _one.Outboxes.Of(_other.Node) is not null);
        var endpoint = new Endpoint();
        _one.Router.Tell(_other.Registry.Register(endpoint), new ConnectionMessages.DevicesChanged(1));
        await Eventually.HoldsAsync(() => endpoint.Received.Count == 1);
    }

    [Fact]
    public async Task A_command_goes_with_the_batch_to_the_node_that_has_answered_for_its_shard_until_that_node_is_about_to_go()
    {
        _other.StartBatches();
        await Eventually.HoldsAsync(() => _one.Outboxes.Of(_other.Node) is not null && _other.Outboxes.Of(_one.Node) is not null);
        var command = new UserCommands.Wake(Bob);
        _one.Entities.Tell(command);
        await Eventually.HoldsAsync(() => _one.Routed.Count == 1); // nobody has answered yet: by the own region

        var asker = new Endpoint();
        _other.Router.Tell(
            _one.Registry.Register(asker),
            new ConnectionMessages.SendAccepted(EntityAddress.Of(Bob), 1, new ClientMessageId("c1"), new MessageId(1_699_200_000_000_007, 42, 3), 7));
        await Eventually.HoldsAsync(() => asker.Received.Count == 1);
        _one.Entities.Tell(command);
        await Eventually.HoldsAsync(() => _other.Routed.Count == 1);
        Assert.Equal(command, _other.Routed.Single());
        Assert.Single(_one.Routed);

        await _other.Hub.Ask<Akka.Done>(CloseBatches.Instance, TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => _one.Outboxes.Of(_other.Node) is null);
        _one.Entities.Tell(command);
        await Eventually.HoldsAsync(() => _one.Routed.Count == 2);
        var late = new Endpoint();
        _one.Router.Tell(_other.Registry.Register(late), new ConnectionMessages.DevicesChanged(1));
        await Eventually.HoldsAsync(() => late.Received.Count == 1);
    }

    [Fact]
    public async Task What_a_newer_version_has_put_into_a_batch_is_passed_over_and_the_rest_is_not()
    {
        var endpoint = new Endpoint();
        var connection = _one.Registry.Register(endpoint).Number;
        var known = new BatchCodec(_one.System).Write(new ConnectionMessages.DevicesChanged(3));
        known.Connections.Add(connection);
        _one.Hub.Tell(new NodeBatch
        {
            From = _other.Node,
            To = _one.Node,
            Items =
            {
                new BatchItem { Connections = { connection }, Serializer = ConnectionMessageSerializer.Id, Manifest = "zz", Message = ByteString.Empty },
                new BatchItem { Connections = { connection }, Serializer = 4711, Manifest = "pc", Message = ByteString.Empty },
                new BatchItem { Connections = { connection }, Serializer = ConnectionMessageSerializer.Id, Manifest = "pm", Message = ByteString.CopyFrom(255) },
                known,
            },
        });
        await Eventually.HoldsAsync(() => endpoint.Received.Count == 1);
        Assert.Equal(new ConnectionMessages.DevicesChanged(3), endpoint.Received.Single());

        // Of another incarnation of the node: nobody's.
        _one.Hub.Tell(new NodeBatch { From = _other.Node, To = _one.Node + 1, Items = { known } });
        _one.Hub.Tell(new NodeBatch { From = _other.Node, To = _one.Node, Items = { known } });
        await Eventually.HoldsAsync(() => endpoint.Received.Count == 2);
    }

    private sealed class Endpoint : IConnectionEndpoint
    {
        public ConcurrentQueue<ConnectionMessage> Received { get; } = new();

        public void Receive(ConnectionMessage message) => Received.Enqueue(message);
    }

    private sealed class Member
    {
        public Member()
        {
            Registry = new ConnectionRegistry(Cluster.SelfUniqueAddress.Uid);
            Router = new ConnectionRouter(Registry, Directory, Outboxes);
            Entities = new ShardedEntities(Outboxes, new ShardHomes(TimeProvider.System));
            Entities.UseUsers(System.ActorOf(Akka.Actor.Props.Create(() => new Region(Routed))));
            System.ActorOf(ConnectionHub.Props(Registry), ConnectionHub.Name);
            System.ActorOf(NodeDirectoryActor.Props(Directory, TimeProvider.System));
        }

        public ActorSystem System { get; } = ActorSystem.Create("chat", ConfigurationFactory.ParseString("""
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.actor.provider = cluster
            akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
            akka.coordinated-shutdown.exit-clr = off
            """ + "\n" + SerializationHocon.Text));

        public Cluster Cluster => Cluster.Get(System);

        public long Node => Registry.Node;

        public ConnectionRegistry Registry { get; }

        public NodeDirectory Directory { get; } = new();

        public NodeOutboxes Outboxes { get; } = new();

        public ConnectionRouter Router { get; }

        public ShardedEntities Entities { get; }

        /// <summary>What came to this node's shard region.</summary>
        public ConcurrentQueue<object> Routed { get; } = new();

        public ActorSelection Hub => System.ActorSelection($"/user/{BatchHub.Name}");

        public void StartBatches() => System.StartBatches(Registry, Outboxes, Entities, TimeProvider.System);
    }

    private sealed class Region : ReceiveActor
    {
        public Region(ConcurrentQueue<object> routed) => ReceiveAny(routed.Enqueue);
    }
}
