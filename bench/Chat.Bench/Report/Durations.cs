namespace Chat.Bench.Report;

/// <param name="Tries">Runs of one figure at most, while other processes disturb it.</param>
/// <param name="Patience">How long to wait for a calm machine before each.</param>
internal sealed record Durations(
    TimeSpan WarmUp, TimeSpan Measured, TimeSpan Database, TimeSpan Idle, TimeSpan Settle, TimeSpan Sparse, int Connections, int Tries, TimeSpan Patience);
