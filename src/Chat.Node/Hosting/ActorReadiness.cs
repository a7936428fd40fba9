using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Chat.Actors.Groups;
using Chat.Actors.Hosting;
using Chat.Actors.Users;
using Chat.Node.Health;

namespace Chat.Node.Hosting;

/// <summary>
/// Ready once this node is a member that is up and finds entities: its shard regions are known to their coordinators. Until then whatever its clients send
/// would wait. What is lost of that later holds back only what has no home yet, and the node stays ready.
/// </summary>
internal sealed class ActorReadiness(ActorSystem system, IReadiness readiness, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cluster = Cluster.Get(system);
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.RegisterOnMemberUp(() => up.TrySetResult());
        await up.Task.WaitAsync(stoppingToken);
        readiness.Block(ReadinessNames.Actors, "finding the entities");
        while (!(await IsKnownAsync<UserRegion>(cluster) && await IsKnownAsync<GroupRegion>(cluster)))
            await Task.Delay(Pause, time, stoppingToken);
        readiness.Clear(ReadinessNames.Actors);
    }

    /// <summary>Whether the coordinator answers, and names this node's region where it has one; an edge has only the way to the others'.</summary>
    private async Task<bool> IsKnownAsync<TRegion>(Cluster cluster)
    {
        if (!ActorRegistry.For(system).TryGet<TRegion>(out var region)) return false;
        try
        {
            var known = (await region.Ask<CurrentRegions>(GetCurrentRegions.Instance, AskLimit)).Regions;
            return cluster.SelfRoles.Contains(ChatActorsHosting.EntityRole) ? known.Contains(cluster.SelfAddress) : known.Count > 0;
        }
        catch (AskTimeoutException)
        {
            return false;
        }
    }
}
