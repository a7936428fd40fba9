using Chat.Bench.Measurement;

namespace Chat.Bench.Groups;

/// <summary>One measured window: what each crowd got, and what all of them together cost.</summary>
/// <param name="Growth">From the first message to the last deferred write; null without a journal.</param>
internal sealed record GroupWindow(string Name, IReadOnlyList<CrowdFigures> Crowds, Usage Usage, long AckFrames, long Sent, JournalGrowth? Growth, long ResidentBytes)
{
    public double Deliveries => Crowds.Sum(crowd => crowd.Delivered);

    public double? RowsPerMessage => Sent > 0 ? Growth?.Rows / (double)Sent : null;

    public double? EventBytesPerMessage => RowsPerMessage * Growth?.BlobBytes;

    public double? DiskBytesPerMessage => Sent > 0 ? Growth?.DiskBytes / (double)Sent : null;

    /// <summary>CPU seconds of a party for 100,000 deliveries.</summary>
    public double? Per100k(double? seconds) => Deliveries > 0 ? seconds * 100_000 / Deliveries : null;
}

/// <param name="Members">Of each group.</param>
/// <param name="Senders">In all of its groups together.</param>
internal sealed record CrowdFigures(
    string Name, int Groups, int Members, int Senders, double Seconds, long Acked, long Delivered, LatencySummary? Ack, LatencySummary? Delivery)
{
    public static CrowdFigures Of(Crowd crowd, double seconds) => new(
        crowd.Name, crowd.Groups.Count, crowd.Groups[0].Others + 1, crowd.Channels.Count(), seconds,
        crowd.Tally.Acked, crowd.Tally.Delivered, crowd.Tally.Ack.Summary(), crowd.Tally.Delivery.Summary());

    public double AckedPerSecond => Acked / Seconds;

    public double DeliveredPerSecond => Delivered / Seconds;
}
