using Chat.Bench.Measurement;
using Chat.Bench.Workloads;

namespace Chat.Bench.Report;

/// <summary>What one workload found out about one target.</summary>
internal sealed record RunResult(string Target, string Workload)
{
    public required Tally Tally { get; init; }

    public int Connections { get; init; }

    /// <summary>Within the measured window.</summary>
    public Usage? Usage { get; init; }

    /// <summary>While connecting; idle and storm only.</summary>
    public Usage? Connecting { get; init; }

    /// <summary>Messages of the whole run, against which journal rows are counted.</summary>
    public long Sent { get; init; }

    /// <summary>Messages of the measured window, against which CPU is counted.</summary>
    public long Messages { get; init; }

    public double AckedPerSecond { get; init; }

    public double DeliveredPerSecond { get; init; }

    /// <summary>The slower of acks and deliveries: a server that only acks is not fast.</summary>
    public double Rate => Math.Min(AckedPerSecond, DeliveredPerSecond);

    public LatencySummary? Ack { get; init; }

    public LatencySummary? Delivery { get; init; }

    /// <summary>Of those who chatted during a storm.</summary>
    public ChatResult? Chat { get; init; }

    public long BaselineBytes { get; init; }

    public long ResidentBytes { get; init; }

    public JournalGrowth? Journal { get; init; }

    /// <summary>What the nodes counted themselves within the measured window; null where they were not asked.</summary>
    public NodeCounters? Counters { get; init; }

    public IReadOnlyList<string> Failures { get; init; } = [];

    public IEnumerable<string> AllFailures => Failures.Concat(Tally.Failures()).Concat(Chat?.Failures ?? []);

    public bool Failed => AllFailures.Any();

    public double? ServerPer100k => Per100k(Usage?.Server);

    public double? DatabasePer100k => Per100k(Usage?.Database);

    public double? ClientPer100k => Per100k(Usage?.Client);

    public double? KiBPerConnection => ResidentBytes > 0 && Connections > 0 ? (ResidentBytes - BaselineBytes) / 1024.0 / Connections : null;

    public double? RowsPerMessage => Sent > 0 ? Journal?.Rows / (double)Sent : null;

    public double? BlobBytesPerMessage => RowsPerMessage * Journal?.BlobBytes;

    public double? DiskBytesPerMessage => Sent > 0 ? Journal?.DiskBytes / (double)Sent : null;

    private double? Per100k(double? seconds) => Messages > 0 ? seconds * 100_000 / Messages : null;
}
