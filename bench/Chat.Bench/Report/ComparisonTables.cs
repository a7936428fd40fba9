using Chat.Bench.Nodes;
using Chat.Bench.Roofs;

namespace Chat.Bench.Report;

/// <summary>The tables of RESULTS.md.</summary>
internal static class ComparisonTables
{
    private const string Times = "p50 / p99 / p99.9 / max";

    public static MarkdownTable Databases(IEnumerable<DatabaseRoof> roofs)
    {
        var table = new MarkdownTable("database", "rows a commit", "connections", "rows/s", $"commit ms, {Times}", "database CPU s/100k", "writer CPU s/100k", "others' cores");
        foreach (var roof in roofs.OrderBy(r => r.Database).ThenBy(r => r.RowsPerCommit).ThenBy(r => r.Connections))
        {
            table.Add(roof.Database, $"{roof.RowsPerCommit}", $"{roof.Connections}", $"{roof.RowsPerSecond:N0}", Format.Milliseconds(roof.Commit),
                roof.DatabasePer100k is null ? "in the writer" : Format.Number(roof.DatabasePer100k), Format.Number(roof.WriterPer100k),
                Format.Number(roof.Usage.ForeignCores));
        }

        return table;
    }

    public static MarkdownTable Messages(IReadOnlyDictionary<TargetKind, RunResult> results, Func<TargetKind, double?> databaseRoof)
    {
        var table = new MarkdownTable("target", "msg/s", "of relay", "of bare database", $"ack ms, {Times}", $"delivery ms, {Times}",
            "server CPU s/100k", "database CPU s/100k", "client CPU s/100k", "others' cores", "server MiB", "rows/msg", "event B/msg", "disk B/msg");
        results.TryGetValue(TargetKind.Relay, out var relay);
        foreach (var (kind, run) in results)
        {
            table.Add(Name(run), $"{run.Rate:N0}", Format.Percent(run.Rate, relay?.Rate), Format.Percent(run.Rate, databaseRoof(kind)),
                Format.Milliseconds(run.Ack), Format.Milliseconds(run.Delivery),
                Format.Number(run.ServerPer100k), Format.Number(run.DatabasePer100k), Format.Number(run.ClientPer100k), Format.Number(run.Usage?.ForeignCores), Format.MiB(run.ResidentBytes),
                Format.Number(run.RowsPerMessage), Format.Number(run.BlobBytesPerMessage), Format.Number(run.DiskBytesPerMessage));
        }

        return table;
    }

    /// <summary>At a given rate the distance to the roof is not in the rate: it is in the time and the CPU that a message takes.</summary>
    public static MarkdownTable Open(IReadOnlyDictionary<TargetKind, RunResult> results)
    {
        var table = new MarkdownTable("target", "msg/s", $"ack ms, {Times}", "ack p50 of relay", $"delivery ms, {Times}", "server CPU s/100k",
            "server CPU of relay", "database CPU s/100k", "client CPU s/100k", "others' cores", "rows/msg", "event B/msg", "disk B/msg");
        results.TryGetValue(TargetKind.Relay, out var relay);
        foreach (var run in results.Values)
        {
            table.Add(Name(run), $"{run.Rate:N0}", Format.Milliseconds(run.Ack), Format.Percent(run.Ack?.P50, relay?.Ack?.P50),
                Format.Milliseconds(run.Delivery), Format.Number(run.ServerPer100k), Format.Percent(run.ServerPer100k, relay?.ServerPer100k),
                Format.Number(run.DatabasePer100k), Format.Number(run.ClientPer100k), Format.Number(run.Usage?.ForeignCores),
                Format.Number(run.RowsPerMessage), Format.Number(run.BlobBytesPerMessage), Format.Number(run.DiskBytesPerMessage));
        }

        return table;
    }

    public static MarkdownTable Idle(IReadOnlyDictionary<TargetKind, RunResult> results)
    {
        var table = new MarkdownTable("target", "connections", "KiB a connection", "of relay", "RSS before, MiB", "RSS idle, MiB",
            "server CPU of a core", "database CPU of a core", "server CPU us per connect+auth", "database CPU us per connect+auth", "others' cores");
        results.TryGetValue(TargetKind.Relay, out var relay);
        foreach (var run in results.Values)
        {
            table.Add(Name(run), $"{run.Connections:N0}", Format.Number(run.KiBPerConnection), Format.Percent(run.KiBPerConnection, relay?.KiBPerConnection),
                Format.MiB(run.BaselineBytes), Format.MiB(run.ResidentBytes),
                Format.Percent(run.Usage?.Server, run.Usage?.Seconds), Format.Percent(run.Usage?.Database, run.Usage?.Seconds),
                Format.Number(run.Connecting?.Server * 1e6 / run.Connections), Format.Number(run.Connecting?.Database * 1e6 / run.Connections),
                Format.Number(run.Usage?.ForeignCores));
        }

        return table;
    }

    public static MarkdownTable Sparse(IReadOnlyDictionary<TargetKind, RunResult> results)
    {
        var table = new MarkdownTable("target", "msg/s", "messages", "rows/msg", "event B/msg", "disk B/msg", $"ack ms, {Times}", $"delivery ms, {Times}",
            "server CPU s/100k", "database CPU s/100k", "KiB a connection", "others' cores");
        foreach (var run in results.Values)
        {
            table.Add(Name(run), $"{run.Rate:N0}", $"{run.Sent:N0}", Format.Number(run.RowsPerMessage), Format.Number(run.BlobBytesPerMessage),
                Format.Number(run.DiskBytesPerMessage), Format.Milliseconds(run.Ack), Format.Milliseconds(run.Delivery),
                Format.Number(run.ServerPer100k), Format.Number(run.DatabasePer100k), Format.Number(run.KiBPerConnection), Format.Number(run.Usage?.ForeignCores));
        }

        return table;
    }

    private static string Name(RunResult run) => run.Failed ? $"{run.Target} (FAILED)" : run.Target;
}
