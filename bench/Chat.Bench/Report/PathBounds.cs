namespace Chat.Bench.Report;

/// <summary>Bounds of the whole path, for runs that have exactly their shape.</summary>
internal static class PathBounds
{
    private const string Postgres = "node, PostgreSQL";
    private const string Sqlite = "node, SQLite";

    public static IEnumerable<Bound> Of(RunResult run)
    {
        switch (run)
        {
            case { Workload: "closed 500x16", Target: Postgres }:
                yield return Bound.AtLeast("500 pairs, window 16, PostgreSQL", 25_000, run.Rate, "messages/s");
                break;
            case { Workload: "closed 500x16", Target: Sqlite }:
                yield return Bound.AtLeast("500 pairs, window 16, SQLite", 22_000, run.Rate, "messages/s");
                break;
            case { Workload: "closed 50x1", Target: Postgres }:
                yield return Bound.AtLeast("50 pairs, window 1, PostgreSQL", 7_000, run.Rate, "messages/s");
                yield return Bound.Under("the same, p50", 6, run.Ack?.P50, "ms");
                break;
            case { Chat.Users: >= 200, Connections: >= 10_000, Target: Postgres }:
                yield return Bound.Under($"{run.Workload}: all authenticated and attached", 8, run.Connecting?.Seconds, "s");
                yield return Bound.Under("the same, p99 of those who chat meanwhile", 200, run.Chat.Ack?.P99, "ms");
                break;
        }
    }
}
