using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Chat.Actors.Addressing;
using Chat.Actors.Addressing.Batches;
using Chat.Domain.Connections;
using Chat.Node.Tests.Connections.Harness;
using Chat.Protocol.Entities;

namespace Chat.Node.Tests.Connections;

public sealed class RoutingTests
{
    [Fact]
    public async Task A_connection_of_another_node_is_reached_through_its_hub_until_the_node_leaves()
    {
        await using var one = new Member();
        await using var other = new Member();
        await one.Cluster.JoinAsync(one.Cluster.SelfAddress);
        await other.Cluster.JoinAsync(one.Cluster.SelfAddress);
        await Eventually.HoldsAsync(() => one.Directory.Hub(other.Registry.Node) is not null, "the nodes know each other");

        var endpoint = new Endpoint();
        var address = other.Registry.Register(endpoint);
        for (var i = 0; i < 100; i++)
            one.Router.Tell(address, new ConnectionMessages.DevicesChanged(i));
        await Eventually.HoldsAsync(() => endpoint.Received.Count == 100, "all messages have come");
        Assert.Equal(Enumerable.Range(0, 100), endpoint.Received.Select(m => ((ConnectionMessages.DevicesChanged)m).Devices));

        // Another incarnation's connection of the same number is not it.
        one.Router.Tell(address with { Node = address.Node + 1 }, new ConnectionMessages.DevicesChanged(100));
        other.Registry.Deliver(address with { Node = address.Node + 1 }, new ConnectionMessages.DevicesChanged(100));
        Assert.Equal(100, endpoint.Received.Count);

        var left = new ConcurrentQueue<long>();
        one.Directory.NodeLeft += left.Enqueue;
        await other.Cluster.LeaveAsync();
        await Eventually.HoldsAsync(() => !left.IsEmpty, "its leaving is told");
        Assert.Equal(other.Registry.Node, Assert.Single(left));
        Assert.Null(one.Directory.Hub(other.Registry.Node));
    }

    [Fact]
    public void A_connection_of_the_own_node_is_reached_at_once_and_not_after_its_end()
    {
        var registry = new ConnectionRegistry(1);
        var router = new ConnectionRouter(registry, new NodeDirectory(), new NodeOutboxes());
        var endpoint = new Endpoint();
        var address = registry.Register(endpoint);
        Assert.NotEqual(address, registry.Register(new Endpoint()));
        router.Tell(address, new ConnectionMessages.DevicesChanged(2));
        Assert.Single(endpoint.Received);
        registry.Unregister(address);
        router.Tell(address, new ConnectionMessages.DevicesChanged(3));
        router.Tell(new ConnectionAddress(2, address.Number), new ConnectionMessages.DevicesChanged(3));
        Assert.Single(endpoint.Received);
    }

    private sealed class Endpoint : IConnectionEndpoint
    {
        public ConcurrentQueue<ConnectionMessage> Received { get; } = new();

        public void Receive(ConnectionMessage message) => Received.Enqueue(message);
    }

    private sealed class Member : IAsyncDisposable
    {
        private readonly ActorSystem _system = ActorSystem.Create("chat", ConfigurationFactory.ParseString("""
            akka.loglevel = OFF
            akka.stdout-loglevel = OFF
            akka.actor.provider = cluster
            akka.remote.dot-netty.tcp { hostname = 127.0.0.1, port = 0 }
            akka.coordinated-shutdown.exit-clr = off
            """));

        public Member()
        {
            Cluster = Cluster.Get(_system);
            Registry = new ConnectionRegistry(Cluster.SelfUniqueAddress.Uid);
            Router = new ConnectionRouter(Registry, Directory, new NodeOutboxes());
            _system.ActorOf(ConnectionHub.Props(Registry), ConnectionHub.Name);
            _system.ActorOf(NodeDirectoryActor.Props(Directory, TimeProvider.System));
        }

        public Cluster Cluster { get; }

        public ConnectionRegistry Registry { get; }

        public NodeDirectory Directory { get; } = new();

        public ConnectionRouter Router { get; }

        public async ValueTask DisposeAsync() => await _system.Terminate();
    }
}
