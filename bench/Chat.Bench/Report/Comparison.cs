using System.Runtime.InteropServices;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Roofs;
using Chat.Bench.Workloads;

namespace Chat.Bench.Report;

/// <summary>Runs the parts one after the other, each against a fresh process with empty data, and prints a table for each.</summary>
internal sealed class Comparison(TargetFactory factory, Durations durations)
{
    private static readonly TimeSpan RoofWarmUp = TimeSpan.FromSeconds(2);

    private readonly Undisturbed _undisturbed = new(durations.Tries, durations.Patience);
    private readonly List<DatabaseRoof> _roofs = [];
    private readonly List<string> _failures = [];

    public required IReadOnlyList<Part> Parts { get; init; }

    public required IReadOnlyList<TargetKind> Targets { get; init; }

    /// <summary>False when any run broke a promise.</summary>
    public bool Run()
    {
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores shared by client, server and database, "
            + $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSArchitecture}.\n");
        if (Parts.Contains(Part.Database))
            Databases();
        var load = new Load { WarmUp = durations.WarmUp, Measured = durations.Measured };
        Messages(Part.Closed, "Closed loop, 500 pairs, window 16", load with { Pairs = 500, Window = 16 }, ClosedLoop.Run, rowsPerCommit: 500);
        Messages(Part.Single, "Closed loop, 50 pairs, window 1", load with { Pairs = 50, Window = 1 }, ClosedLoop.Run, rowsPerCommit: 50);
        Open(load with { Connections = 500, Rate = 1000 });
        var large = load with { Connections = durations.Connections, Settle = durations.Settle };
        Idle(large with { Measured = durations.Idle });
        Sparse(large with { Measured = durations.Sparse });

        foreach (var failure in _failures)
            Console.WriteLine($"FAILURE: {failure}");
        return _failures.Count == 0;
    }

    private void Databases()
    {
        foreach (var rows in (int[])[50, 500])
        {
            foreach (var connections in (int[])[1, 2])
                Add(() => PostgresRoof.Run(factory.Postgres, rows, connections, RoofWarmUp, durations.Database));
            Add(() => SqliteRoof.Run(factory.Folder, rows, RoofWarmUp, durations.Database));
        }

        Print("Bare databases, 300-byte events in the journal's layout", ComparisonTables.Databases(_roofs));

        void Add(Func<DatabaseRoof> measure) => _roofs.Add(_undisturbed.Run(measure, roof => roof.Usage.ForeignCores));
    }

    private void Messages(Part part, string title, Load load, Func<Target, Load, RunResult> run, int rowsPerCommit)
    {
        if (RunAll(part, Targets, target => run(target, load)) is { Count: > 0 } results)
            Print(title, ComparisonTables.Messages(results, kind => Roof(kind, rowsPerCommit)));
    }

    private void Open(Load load)
    {
        if (RunAll(Part.Open, Targets, target => OpenLoop.Run(target, load)) is { Count: > 0 } results)
            Print($"Open loop, {load.Rate:N0} messages/s over {load.Connections} connections", ComparisonTables.Open(results));
    }

    private void Idle(Load load)
    {
        if (RunAll(Part.Idle, Targets, target => Workloads.Idle.Run(target, load)) is { Count: > 0 } results)
            Print($"{load.Connections:N0} idle connections", ComparisonTables.Idle(results));
    }

    private void Sparse(Load load)
    {
        // The relay keeps no journal, and journal rows are what this part is about.
        var nodes = Targets.Where(t => t != TargetKind.Relay).ToArray();
        if (RunAll(Part.Sparse, nodes, target => Workloads.Sparse.Run(target, load)) is { Count: > 0 } results)
            Print($"Sparse: {load.Connections:N0} users, a message a minute each, {load.Measured.TotalSeconds:0} s", ComparisonTables.Sparse(results));
    }

    private Dictionary<TargetKind, RunResult> RunAll(Part part, IReadOnlyList<TargetKind> targets, Func<Target, RunResult> run)
    {
        var results = new Dictionary<TargetKind, RunResult>();
        foreach (var kind in Parts.Contains(part) ? targets : [])
        {
            try
            {
                results[kind] = _undisturbed.Run(() => RunOnce(kind, run), result => result.Usage!.ForeignCores);
            }
            catch (BenchException e)
            {
                _failures.Add($"{part} on {kind}: {e.Message}"); // the other parts are still worth having
            }
        }

        return results;
    }

    private RunResult RunOnce(TargetKind kind, Func<Target, RunResult> run)
    {
        using var target = factory.Start(kind);
        var result = run(target);
        Console.Error.Write(RunReport.Of(result)); // progress, and the details that the tables leave out
        _failures.AddRange(result.AllFailures.Select(f => $"{result.Workload} on {result.Target}: {f}"));
        return result;
    }

    /// <summary>Rows a second of the best bare writer with such groups; one message is one row.</summary>
    private double? Roof(TargetKind kind, int rowsPerCommit) => _roofs
        .Where(r => r.RowsPerCommit == rowsPerCommit && r.Database == kind.ToString())
        .Max(r => (double?)r.RowsPerSecond);

    private static void Print(string title, MarkdownTable table) => Console.WriteLine($"### {title}\n\n{table}");
}
