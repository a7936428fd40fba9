using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Chat.Actors.Groups;
using Chat.Actors.Hosting;
using Chat.Actors.Nodes;
using Chat.Actors.Users;
using Akka.Hosting;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Sharding;

/// <summary>
/// The shards of a node that leaves move away, a few at a time, while it is still a member in good standing. What is left when the time is over goes
/// all at once, as Akka does it.
/// </summary>
public sealed partial class ShardEvacuation(NodeRegistry registry, TimeProvider time, ILogger<ShardEvacuation> logger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private volatile bool _isLeaving;

    /// <summary>This node wants no shards any more.</summary>
    public bool IsLeaving => _isLeaving;

    /// <summary>Completes when no shard is left here, nobody else could have them, or the time is over.</summary>
    public async Task RunAsync(ActorSystem system)
    {
        _isLeaving = true;
        registry.Announce();
        var began = time.GetTimestamp();
        int left;
        do
        {
            if (!HasSuccessor(system)) return;
            await Task.Delay(Pause, time);
            left = await ShardsAsync<UserRegion>(system) + await ShardsAsync<GroupRegion>(system);
        }
        while (left > 0 && time.GetElapsedTime(began) < Limit);
        LogMoved((long)time.GetElapsedTime(began).TotalMilliseconds, left);
    }

    private bool HasSuccessor(ActorSystem system)
    {
        var cluster = Cluster.Get(system);
        var leaving = registry.Nodes.Where(node => node.IsLeaving).Select(node => node.Address).ToHashSet(StringComparer.Ordinal);
        return cluster.State.Members.Any(member => member.Status == MemberStatus.Up && member.HasRole(ChatActorsHosting.EntityRole)
            && !member.UniqueAddress.Equals(cluster.SelfUniqueAddress) && !leaving.Contains(member.Address.ToString()));
    }

    private static async Task<int> ShardsAsync<TRegion>(ActorSystem system)
    {
        if (!ActorRegistry.For(system).TryGet<TRegion>(out var region)) return 0;
        try
        {
            var stats = await region.Ask<ShardRegionStats>(GetShardRegionStats.Instance, AskLimit);
            return stats.Stats.Count + stats.Failed.Count;
        }
        catch (AskTimeoutException)
        {
            return 1; // it does not say; the limit ends it
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Shards have moved away in {Milliseconds} ms; {Left} are left")]
    private partial void LogMoved(long milliseconds, int left);
}
