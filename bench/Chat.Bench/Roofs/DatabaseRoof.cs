using Chat.Bench.Measurement;

namespace Chat.Bench.Roofs;

/// <summary>A roof of the journal: the same rows in group commits, and nothing around them.</summary>
internal sealed record DatabaseRoof(
    string Database, int RowsPerCommit, int Connections, double RowsPerSecond, LatencySummary? Commit, double? DatabasePer100k, double WriterPer100k);
