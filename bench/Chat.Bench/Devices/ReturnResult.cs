using Chat.Bench.Measurement;

namespace Chat.Bench.Devices;

/// <summary>What somebody with many groups who comes back found out about one target. Of the rounds that count.</summary>
/// <param name="Attach">From connecting to auth_success.</param>
/// <param name="Last">From auth_success to the last message of the last group.</param>
/// <param name="SyncDone">From auth_success to sync_done.</param>
/// <param name="CaughtUp">To the later of the two.</param>
internal sealed record ReturnResult(
    string Target, DeviceLoad Load, LatencySummary? Attach, LatencySummary? Last, LatencySummary? SyncDone, LatencySummary? CaughtUp, string Notes,
    IReadOnlyList<string> Failures);
