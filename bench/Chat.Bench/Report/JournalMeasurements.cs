using Chat.Actors.Databases;
using Chat.Bench.Journals;
using Chat.Bench.Roofs;

namespace Chat.Bench.Report;

/// <summary>Everything that one run of <c>bench journal</c> found out.</summary>
internal sealed class JournalMeasurements
{
    /// <summary>Of the roof that journals are held against; no journal makes larger groups.</summary>
    public const int RoofRows = 500;

    public List<DatabaseRoof> Roofs { get; } = [];

    public List<(DatabaseKind Database, JournalKind Journal, AppendResult Result)> Appends { get; } = [];

    public List<(DatabaseKind Database, JournalKind Journal, WakeUpResult Result)> WokenUp { get; } = [];

    /// <summary>Rows a second of the best bare writer with such groups, on one connection or two.</summary>
    public double? Bare(DatabaseKind database) => Roofs
        .Where(r => r.RowsPerCommit == RoofRows && r.Database == $"{database}")
        .Max(r => (double?)r.RowsPerSecond);

    public AppendResult? Append(DatabaseKind database, JournalKind journal, int outstanding) => Appends
        .FirstOrDefault(a => a.Database == database && a.Journal == journal && a.Result.Outstanding == outstanding).Result;

    public IEnumerable<WakeUpResult> WakeUps(DatabaseKind database, JournalKind journal) => WokenUp
        .Where(w => w.Database == database && w.Journal == journal).Select(w => w.Result);
}
