using System.Text.Json.Nodes;
using Chat.Actors.Cleanup;
using Chat.Actors.Groups.Listing;
using Chat.Node.Admin.Commands;
using Chat.Node.Admin.Sharding;

namespace Chat.Node.Admin.Messaging;

/// <summary>What goes on by itself, looked at and pushed on: clean-up, shards, read models.</summary>
internal sealed class UpkeepCommands(CleanupControl cleanup, RebuildGroupListing rebuild, ShardSpread spread, AdminNodes nodes, TimeProvider time)
{
    /// <summary>The cluster looks as often whether shards should move.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    public async Task CleanupStatusAsync(IAnswer answer, CancellationToken cancellation)
    {
        foreach (var state in await cleanup.StateAsync(cancellation))
            await answer.LineAsync(LineOf(state), DataOf(state));
    }

    public async Task CleanupRunAsync(IAnswer answer, CancellationToken cancellation)
    {
        var begun = 0;
        foreach (var state in await cleanup.StateAsync(cancellation))
        {
            var asked = await cleanup.RunAsync(state.Database, cancellation);
            if (asked) begun++;
            await answer.LineAsync(asked ? $"{state.Database}: begins within a minute" : $"{state.Database}: a round is under way");
        }

        if (begun == 0) throw CommandException.Refused("Every database has a round under way; 'chat cleanup status' says how far it is.");
    }

    public async Task RebalanceAsync(IAnswer answer, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        string? before = null;
        while (true)
        {
            var (text, isEven) = await SpreadAsync(cancellation);
            if (text != before) await answer.LineAsync(before = text);
            if (isEven) return;
            if (time.GetElapsedTime(began) > Limit) throw CommandException.Failed($"Not even after {Limit.TotalMinutes} minutes.");
            await Task.Delay(Look, time, cancellation);
        }
    }

    public async Task RebuildAsync(IAnswer answer, CancellationToken cancellation)
    {
        await answer.LineAsync("Asking every group, 100 a second.");
        var groups = await rebuild.RunAsync(cancellation);
        await answer.LineAsync($"{Words.Many(groups, "group")} asked; each writes its members within some seconds");
    }

    private async Task<(string Text, bool IsEven)> SpreadAsync(CancellationToken cancellation)
    {
        var texts = new List<string>();
        var even = true;
        foreach (var type in ShardRegions.Types)
        {
            var regions = await spread.OfAsync(type, cancellation);
            var counts = regions.OrderBy(r => r.Key.ToString(), StringComparer.Ordinal).Select(r => r.Value.Count).ToList();
            // Akka leaves a node with up to a tenth of its share more alone, and shards that nobody has used are nowhere.
            var most = counts.Count == 0 ? 0 : (int)Math.Ceiling(counts.Sum() / (double)counts.Count * 1.1);
            even &= counts.All(count => count <= Math.Max(most, counts.Min() + 1));
            texts.Add($"{type}: {string.Join(" + ", counts)} shards");
        }

        var members = nodes.Cluster.State.Members.Count(m => m.Status == Akka.Cluster.MemberStatus.Up);
        return ($"{string.Join(" | ", texts)} on {Words.Many(members, "node")}{(even ? "; evenly spread" : "")}", even);
    }

    private static string LineOf(CleanupState s)
    {
        var when = s.Running ? $"under way since {Words.Time(s.Started)}" : s.Started == 0 ? "due: begins within a minute" : $"last began {Words.Time(s.Started)}, and has ended";
        return $"{s.Database}: {when} | entities with rows: {s.Seen} | woken: {s.Woken} | rows given up: {s.RemovedRows} | left to the next round: {s.Pending}, of which silent: {s.Silent} | history expired: {s.ExpiredHistory}";
    }

    private static JsonObject DataOf(CleanupState s) => new()
    {
        ["database"] = s.Database, ["running"] = s.Running, ["started"] = s.Started, ["seen"] = s.Seen, ["woken"] = s.Woken, ["removed_rows"] = s.RemovedRows,
        ["pending"] = s.Pending, ["silent"] = s.Silent, ["expired_history"] = s.ExpiredHistory,
    };
}
