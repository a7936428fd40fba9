using Chat.Bench.Client;
using HdrHistogram;

namespace Chat.Bench.Measurement;

/// <summary>A histogram of microseconds with three significant digits, up to two minutes.</summary>
internal sealed class Latencies
{
    private const long Highest = 120_000_000;
    private readonly LongHistogram _histogram = new(Highest, 3);

    public long Count => _histogram.TotalCount;

    public void Record(long nanoseconds) =>
        _histogram.RecordValue(Math.Clamp(nanoseconds / Clock.Microsecond, 1, Highest));

    public LatencySummary? Summary() => Count == 0
        ? null
        : new LatencySummary(At(50), At(99), At(99.9), _histogram.GetMaxValue() / 1000.0);

    private double At(double percentile) => _histogram.GetValueAtPercentile(percentile) / 1000.0;
}

/// <summary>Milliseconds.</summary>
internal sealed record LatencySummary(double P50, double P99, double P999, double Max);
