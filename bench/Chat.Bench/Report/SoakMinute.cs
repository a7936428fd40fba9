using Chat.Bench.Measurement;

namespace Chat.Bench.Report;

/// <summary>One minute of a soak.</summary>
/// <param name="Behind">Messages whose time had come and that were not acked at its end: rises when the rate is above what can be carried.</param>
internal sealed record SoakMinute(int Number, WindowFigures Messages, int Behind, long NodeBytes, StorageReading? Storage, double ForeignCores)
{
    private const double MiB = 1048576;

    /// <summary>All figures, in the order in which they are printed; those that are to stay flat are judged.</summary>
    public static IReadOnlyList<SoakFigure> Figures { get; } =
    [
        new("messages/s", false, m => m.Messages.Rate),
        new("ack p50 ms", true, m => m.Messages.Ack?.P50),
        new("ack p99 ms", true, m => m.Messages.Ack?.P99),
        new("ack max ms", false, m => m.Messages.Ack?.Max),
        new("behind", false, m => m.Behind),
        new("node MiB", true, m => m.NodeBytes / MiB),
        new("database MiB", true, m => m.Storage?.DatabaseBytes / MiB),
        new("journal MiB", true, m => m.Storage?.JournalBytes / MiB),
        new("WAL MiB", true, m => m.Storage?.WalBytes / MiB),
        new("journal rows", true, m => m.Storage?.JournalRows),
        new("dead rows", true, m => m.Storage?.DeadRows),
        new("snapshot rows", true, m => m.Storage?.SnapshotRows),
        new("spilled rows", true, m => m.Storage?.SpilledRows),
        new("spilled MiB", true, m => m.Storage?.SpilledBytes / MiB),
        new("others' cores", false, m => m.ForeignCores),
    ];
}

/// <param name="IsJudged">Part of the verdict.</param>
internal sealed record SoakFigure(string Name, bool IsJudged, Func<SoakMinute, double?> Of);
