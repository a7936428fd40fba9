using Chat.Bench.Measurement;

namespace Chat.Bench.Roofs;

/// <summary>A roof of the journal: the same rows in group commits, and nothing around them.</summary>
/// <param name="Rows">Written within the measured window.</param>
internal sealed record DatabaseRoof(string Database, int RowsPerCommit, int Connections, long Rows, LatencySummary? Commit, Usage Usage)
{
    public double RowsPerSecond => Rows / Usage.Seconds;

    /// <summary>Null for a database that lives in the writer's process.</summary>
    public double? DatabasePer100k => Usage.Database * 100_000 / Rows;

    public double WriterPer100k => Usage.Client * 100_000 / Rows;
}
