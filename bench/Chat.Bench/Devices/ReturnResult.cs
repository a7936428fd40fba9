using Chat.Bench.Measurement;

namespace Chat.Bench.Devices;

/// <summary>What somebody with many groups who comes back found out about one target. Of the rounds that count.</summary>
/// <param name="NotesARound">Notes of news that users wrote: one for each group with news, or he was not away. Null where the journal cannot be read.</param>
/// <param name="Attach">From connecting to auth_success.</param>
/// <param name="Last">From auth_success to the last message of the last group.</param>
/// <param name="SyncDone">From auth_success to sync_done.</param>
/// <param name="CaughtUp">To the later of the two.</param>
/// <param name="Whole">The same from connecting: the server may keep its auth_success until more can go with it.</param>
internal sealed record ReturnResult(
    string Target, DeviceLoad Load, double? NotesARound, LatencySummary? Attach, LatencySummary? Last, LatencySummary? SyncDone, LatencySummary? CaughtUp,
    LatencySummary? Whole, string Notes, IReadOnlyList<string> Failures);
