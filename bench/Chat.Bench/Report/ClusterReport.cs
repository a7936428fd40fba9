namespace Chat.Bench.Report;

/// <summary>One node and several, side by side.</summary>
internal static class ClusterReport
{
    private const double Asked = 2.5;

    public static string Of(IReadOnlyList<ClusterResult> results)
    {
        var table = new MarkdownTable(
            "workload", "nodes", "messages/s", "CPU s per 100k, all nodes", "database", "client", "ack ms p50/p99/p99.9/max", "rows/commit", "messages/batch",
            "bytes/batch", "batches/message", "alone/message", "dropped", "foreign cores");
        foreach (var (nodes, run) in results)
            table.Add(
                run.Workload, $"{nodes}", $"{run.Rate:N0}", Format.Number(run.ServerPer100k), Format.Number(run.DatabasePer100k), Format.Number(run.ClientPer100k),
                Format.Milliseconds(run.Ack), Format.Number(run.Counters?.RowsPerCommit), Format.Number(run.Counters?.MessagesPerBatch),
                Format.Number(run.Counters?.BytesPerBatch), Format.Number(run.Counters?.Batches / run.Messages), Format.Number(run.Counters?.Single / run.Messages),
                Format.Number(run.Counters?.Dropped), $"{run.Usage?.ForeignCores:0.00}");
        return $"{table}\n{Bound.Table(Bounds(results))}";
    }

    /// <summary>The medians of each, against each other.</summary>
    public static IEnumerable<Bound> Bounds(IReadOnlyList<ClusterResult> results) =>
        from several in results.Where(result => result.Nodes > 1).GroupBy(result => (result.Run.Workload, result.Nodes))
        let one = Median(results.Where(result => result.Nodes == 1 && result.Run.Workload == several.Key.Workload))
        let all = Median(several)
        where one is not null
        select new Bound(
            $"{several.Key.Workload}: CPU per message on {several.Key.Nodes} nodes, in that on one", $"<= {Asked}", Format.Number(all / one),
            all is null ? null : all / one <= Asked);

    private static double? Median(IEnumerable<ClusterResult> results)
    {
        var sorted = results.Select(result => result.Run.ServerPer100k).OfType<double>().Order().ToArray();
        return sorted.Length == 0 ? null : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
