using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Remote;
using Akka.Remote.Transport;
using Chat.Actors.Nodes;
using Chat.EndToEnd.Tests.Harness;
using Chat.Node.Configuration;
using Chat.Node.Draining;
using Chat.Node.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Chat.Cluster.Tests.Harness;

/// <summary>One node of a cluster, in this process: the production host, with a transport that loses what it is told to.</summary>
internal sealed class ClusterNode : IChatNode, IAsyncDisposable
{
    private readonly WebApplication _app;
    private bool _gone;

    private ClusterNode(WebApplication app) => _app = app;

    public string BaseAddress { get; private set; } = "";

    public ActorSystem System => _app.Services.GetRequiredService<ActorSystem>();

    public Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(System);

    public Address Address => Cluster.SelfAddress;

    public INodeDrain Drain => _app.Services.GetRequiredService<INodeDrain>();

    public INodeRegistry Registry => _app.Services.GetRequiredService<INodeRegistry>();

    /// <summary>Completes when the node has decided to stop, whoever has told it to.</summary>
    public Task Stopping { get; private set; } = Task.CompletedTask;

    public static async Task<ClusterNode> StartAsync(string[] arguments)
    {
        var app = ChatNode.Build(arguments);
        await app.StartDatabasesAsync();
        var node = new ClusterNode(app);
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        node.Stopping = stopping.Task;
        await app.StartAsync();
        node.BaseAddress = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return node;
    }

    public int MembersUp => Cluster.State.Members.Count(m => m.Status == MemberStatus.Up) - Cluster.State.Unreachable.Count;

    /// <summary>Whether the coordinator of the users' shards knows this node's region.</summary>
    public async Task<bool> FindsEntitiesAsync() =>
        (await ClusterSharding.Get(System).ShardRegion("user").Ask<CurrentRegions>(GetCurrentRegions.Instance, TimeSpan.FromSeconds(10))).Regions.Contains(Address);

    /// <summary>Users whose entities are awake here.</summary>
    public async Task<IReadOnlySet<string>> UsersHereAsync()
    {
        var region = ClusterSharding.Get(System).ShardRegion("user");
        var state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, TimeSpan.FromSeconds(10));
        return state.Shards.SelectMany(shard => shard.EntityIds).ToHashSet();
    }

    /// <summary>What goes from here to the other node, and what comes from there, is lost from now on.</summary>
    public Task CutAsync(ClusterNode other, ThrottleTransportAdapter.Direction direction) => ThrottleAsync(other, direction, Blackhole.Instance);

    public Task UncutAsync(ClusterNode other) => ThrottleAsync(other, ThrottleTransportAdapter.Direction.Both, Unthrottled.Instance);

    /// <summary>As on SIGTERM.</summary>
    public async Task LeaveAsync()
    {
        _gone = true;
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>As near to kill -9 as it gets within a process: no word to the other nodes, sockets cut off.</summary>
    public async Task CrashAsync()
    {
        _gone = true;
        ((ExtendedActorSystem)System).Abort();
        await _app.Services.GetRequiredService<IServer>().StopAsync(new CancellationToken(canceled: true));
    }

    public async ValueTask DisposeAsync()
    {
        if (_gone) return;
        _gone = true;
        // Without the manners of a drain: the test is over.
        ((ExtendedActorSystem)System).Abort();
        await _app.Services.GetRequiredService<IServer>().StopAsync(new CancellationToken(canceled: true));
    }

    private Task ThrottleAsync(ClusterNode other, ThrottleTransportAdapter.Direction direction, ThrottleMode mode) =>
        ((IRemoteActorRefProvider)((ExtendedActorSystem)System).Provider).Transport.ManagementCommand(new SetThrottle(other.Address, direction, mode));
}
