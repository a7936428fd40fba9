using System.Runtime.InteropServices;
using Chat.Actors.Databases;
using Chat.Bench.Journals;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Roofs;

namespace Chat.Bench.Report;

/// <summary>Bare database, stock journal and ours, one after the other, each with a fresh database and a process of its own.</summary>
internal sealed class JournalComparison(TargetFactory factory, JournalShape shape)
{
    private static readonly TimeSpan RoofWarmUp = TimeSpan.FromSeconds(2);

    private readonly Undisturbed _undisturbed = new(shape.Tries, shape.Patience);
    private readonly JournalMeasurements _measured = new();
    private readonly List<string> _failures = [];

    /// <summary>False when a journal lost or refused anything; a bound that is not met is only said.</summary>
    public bool Run()
    {
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores shared by load, journal and database, "
            + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}.\n");
        foreach (var database in shape.Databases)
        {
            if (shape.Peers.Contains(JournalPeer.Bare))
                Bare(database);
            foreach (var journal in Journals())
                Measure(database, journal);
        }

        Print("Bare databases, 300-byte events in the journal's layout", _measured.Roofs.Count, () => ComparisonTables.Databases(_measured.Roofs));
        Print($"Appends, 300-byte events, {shape.Entities:N0} persistent actors", _measured.Appends.Count, () => JournalTables.Appends(_measured));
        Print("Wake-ups of cold entities, all asked for at once", _measured.WokenUp.Count, () => JournalTables.WakeUps(_measured));
        if (shape.Peers.Contains(JournalPeer.Ours))
            Print("Bounds", 1, () => Bound.Table(JournalBounds.Of(_measured, shape.Databases)));
        foreach (var failure in _failures)
            Console.WriteLine($"FAILURE: {failure}");
        return _failures.Count == 0;
    }

    private IEnumerable<JournalKind> Journals()
    {
        if (shape.Peers.Contains(JournalPeer.Stock))
            yield return JournalKind.Stock;
        if (shape.Peers.Contains(JournalPeer.Ours))
            yield return JournalKind.Ours;
    }

    private void Bare(DatabaseKind database)
    {
        foreach (var rows in (int[])[1, JournalMeasurements.RoofRows])
        {
            foreach (var connections in (int[])(database == DatabaseKind.SQLite ? [1] : [1, 2]))
            {
                Progress($"bare {database}, {rows} rows a commit, {connections} connections");
                _measured.Roofs.Add(_undisturbed.Run(
                    () => database == DatabaseKind.SQLite
                        ? SqliteRoof.Run(factory.Folder, rows, RoofWarmUp, shape.Measured)
                        : PostgresRoof.Run(factory.Postgres, rows, connections, RoofWarmUp, shape.Measured),
                    roof => roof.Usage.ForeignCores));
            }
        }
    }

    private void Measure(DatabaseKind database, JournalKind journal)
    {
        if (shape.Outstanding.Count > 0)
        {
            var appended = _undisturbed.Run(() => RunOnce(database, journal, JournalPart.Append, []), r => r.ForeignCores);
            _measured.Appends.AddRange(appended.Appends.Select(a => (database, journal, a)));
        }

        if (shape.Cold() is { Count: > 0 } cold)
        {
            var woken = _undisturbed.Run(() => RunOnce(database, journal, JournalPart.WakeUps, cold), r => r.ForeignCores);
            _measured.WokenUp.AddRange(woken.WakeUps.Select(w => (database, journal, w)));
        }
    }

    private JournalReport RunOnce(DatabaseKind database, JournalKind journal, JournalPart part, IReadOnlyList<ColdEntities> cold)
    {
        var what = $"{journal} on {database}, {part}";
        Progress(what);
        using var store = new JournalStore(factory, database);
        if (cold.Count > 0)
            ColdRows.Write(store, cold);
        var spec = new JournalSpec(journal, database, part, store.ConnectionString, store.DatabasePid, shape.Entities, shape.Outstanding,
            shape.WarmUp, shape.Measured, cold);
        var report = RunWriter(spec, what);
        _failures.AddRange(report.Failures.Select(f => $"{what}: {f}"));
        // A writer that gave up does not know of what was still under way.
        if (part == JournalPart.Append && report.Failures.Count == 0 && store.Count() is var (rows, numbers)
            && (rows != report.Persisted || numbers != report.Persisted))
        {
            _failures.Add($"{what}: {report.Persisted:N0} events were acked, {rows:N0} rows are there, and the highest numbers add up to {numbers:N0}.");
        }

        return report;
    }

    private JournalReport RunWriter(JournalSpec spec, string what)
    {
        try
        {
            using var process = factory.StartBench($"journal-{spec.Journal}-{spec.Database}", ["journal-writer", spec.ToJson()], JournalReport.Line);
            return JournalReport.Parse(process.WaitForLine(what, Limit()));
        }
        catch (BenchException e)
        {
            return new JournalReport([], [], 0, [e.Message]); // the other parts are still worth having
        }
    }

    /// <summary>Beyond every limit that the writer itself keeps.</summary>
    private TimeSpan Limit() => TimeSpan.FromMinutes(22) + shape.WarmUp + (shape.Measured + TimeSpan.FromMinutes(1)) * shape.Outstanding.Count;

    private static void Progress(string what) => Console.Error.WriteLine($"{DateTime.UtcNow:HH:mm:ss} {what}");

    private static void Print(string title, int rows, Func<MarkdownTable> table)
    {
        if (rows > 0)
            Console.WriteLine($"### {title}\n\n{table()}");
    }
}
