using System.Text.Json;
using Chat.Bench.Measurement;

namespace Chat.Bench.Journals;

/// <param name="Events">Persisted within the measured window.</param>
/// <param name="Latency">From the sending of the command to its persist handler.</param>
internal sealed record AppendResult(int Outstanding, long Events, LatencySummary? Latency, Usage Usage)
{
    public double EventsPerSecond => Events / Usage.Seconds;

    public double WriterPer100k => Usage.Client * 100_000 / Events;

    public double? DatabasePer100k => Usage.Database * 100_000 / Events;
}

/// <param name="Usage">From the moment in which all were asked for to the last one's readiness.</param>
internal sealed record WakeUpResult(ColdEntities Cold, Usage Usage)
{
    public double RecoveriesPerSecond => Cold.Count / Usage.Seconds;

    public double WriterPer100k => Usage.Client * 100_000 / Cold.Count;

    public double? DatabasePer100k => Usage.Database * 100_000 / Cold.Count;
}

/// <summary>What the process that writes found out; one line of its output.</summary>
/// <param name="Persisted">Events that it was told are durable, warm-up included.</param>
internal sealed record JournalReport(
    IReadOnlyList<AppendResult> Appends, IReadOnlyList<WakeUpResult> WakeUps, long Persisted, IReadOnlyList<string> Failures)
{
    public const string Line = "RESULT ";

    /// <summary>The most disturbed of its windows.</summary>
    public double ForeignCores => Appends.Select(a => a.Usage).Concat(WakeUps.Select(w => w.Usage)).Max(u => (double?)u.ForeignCores) ?? 0;

    public string ToLine() => Line + JsonSerializer.Serialize(this);

    public static JournalReport Parse(string line) => JsonSerializer.Deserialize<JournalReport>(line[Line.Length..])!;
}
