using Chat.Actors.Databases;

namespace Chat.Bench.Report;

/// <summary>Journals beside each other and beside the bare database.</summary>
internal static class JournalTables
{
    private const string InTheWriter = "in the writer";

    public static MarkdownTable Appends(JournalMeasurements measured)
    {
        var table = new MarkdownTable("database, journal", "outstanding", "events/s", $"of bare, {JournalMeasurements.RoofRows} rows a commit",
            "ms, p50 / p99 / p99.9 / max", "writer CPU s/100k", "database CPU s/100k", "others' cores");
        foreach (var (database, journal, result) in measured.Appends)
        {
            table.Add($"{database}, {Name(journal)}", $"{result.Outstanding:N0}", $"{result.EventsPerSecond:N0}",
                Format.Percent(result.EventsPerSecond, measured.Bare(database)), Format.Milliseconds(result.Latency),
                Format.Number(result.WriterPer100k), Database(database, result.DatabasePer100k), Format.Number(result.Usage.ForeignCores));
        }

        return table;
    }

    public static MarkdownTable WakeUps(JournalMeasurements measured)
    {
        var table = new MarkdownTable("database, journal", "cold entities", "each with", "recoveries/s", "of stock", "s in all",
            "reader CPU s/100k", "database CPU s/100k", "others' cores");
        foreach (var (database, journal, result) in measured.WokenUp)
        {
            var stock = measured.WakeUps(database, Journals.JournalKind.Stock).FirstOrDefault(w => w.Cold.Name == result.Cold.Name);
            table.Add($"{database}, {Name(journal)}", $"{result.Cold.Count:N0}", $"{result.Cold.Events} {result.Cold.Name}",
                $"{result.RecoveriesPerSecond:N0}", Format.Percent(result.RecoveriesPerSecond, stock?.RecoveriesPerSecond),
                Format.Number(result.Usage.Seconds), Format.Number(result.WriterPer100k), Database(database, result.DatabasePer100k),
                Format.Number(result.Usage.ForeignCores));
        }

        return table;
    }

    private static string Name(Journals.JournalKind journal) => $"{journal}".ToLowerInvariant();

    private static string Database(DatabaseKind database, double? cpu) => database == DatabaseKind.SQLite ? InTheWriter : Format.Number(cpu);
}
