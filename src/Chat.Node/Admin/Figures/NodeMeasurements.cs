using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Chat.Actors.Addressing;
using Chat.Actors.Administration;
using Chat.Actors.Entities;
using Chat.Actors.Groups.Rates;
using Chat.Node.Admin.Sharding;
using Chat.Node.Connections;
using Chat.Node.Health;
using Chat.Node.Hosting;

namespace Chat.Node.Admin.Figures;

/// <summary>Takes the figures of this node.</summary>
internal sealed class NodeMeasurements(
    ActorSystem system, ConnectionRegistry registry, IReadiness readiness, GroupRates rates, TimeProvider time)
{
    private const int HottestGroups = 5;
    private static readonly TimeSpan StatsLimit = TimeSpan.FromSeconds(2);

    /// <param name="window">Time over which rates are counted; at 0 they are 0.</param>
    public async Task<NodeFigures> TakeAsync(TimeSpan window)
    {
        using var counted = new RateWindow();
        var began = time.GetTimestamp();
        if (window > TimeSpan.Zero) await Task.Delay(window, time);
        var seconds = window > TimeSpan.Zero ? time.GetElapsedTime(began).TotalSeconds : double.PositiveInfinity;
        var connections = registry.Endpoints.OfType<Connection>().ToList();
        using var process = Process.GetCurrentProcess();
        return new NodeFigures(
            Cluster.Get(system).SelfAddress.ToString(), NodeVersion.Short, readiness.IsReady,
            string.Join("; ", readiness.Reasons.Select(r => $"{r.Key}: {r.Value}")),
            (long)(DateTime.UtcNow - process.StartTime.ToUniversalTime()).TotalSeconds, process.WorkingSet64,
            connections.Count, connections.Count(c => c.IsAttached), await AwakeAsync(EntityTypes.Users), await AwakeAsync(EntityTypes.Groups),
            counted.Sends / seconds, counted.FramesIn / seconds, counted.FramesOut / seconds, counted.Events / seconds,
            counted.AckMs(0.5), counted.AckMs(0.99), counted.CommitMs(0.5), counted.CommitMs(0.99),
            [.. rates.Hottest(HottestGroups).Select(g => new HotGroup(g.Group.Value, g.PerSecond))]);
    }

    private async Task<int> AwakeAsync(string type)
    {
        try
        {
            var region = await ShardRegions.Of(system, type).Ask<ShardRegionStats>(GetShardRegionStats.Instance, StatsLimit);
            return region.Stats.Values.Sum();
        }
        catch (Exception e) when (e is AskTimeoutException or TimeoutException)
        {
            return 0; // the region is starting, or busy with a hand-over
        }
    }
}
