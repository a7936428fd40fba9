using Chat.Bench.Measurement;
using Chat.Bench.Report;

namespace Chat.Bench.Tests.Report;

public sealed class SoakReportTests
{
    [Fact]
    public void What_grows_while_it_fills_up_is_not_held_against_it()
    {
        var trend = SoakReport.Trend(Minutes(30, megabytes: minute => 100 * Math.Min(minute, 10)), filling: 10);

        Assert.Contains("met\n", trend, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT MET", trend, StringComparison.Ordinal);
    }

    [Fact]
    public void What_goes_on_growing_is_named()
    {
        var trend = SoakReport.Trend(Minutes(30, megabytes: minute => 100 * minute), filling: 10);

        Assert.Contains("NOT MET, growing: node MiB\n", trend, StringComparison.Ordinal);
    }

    [Fact]
    public void A_soak_that_ends_while_it_fills_up_has_no_trend() =>
        Assert.StartsWith("Too short", SoakReport.Trend(Minutes(11, megabytes: _ => 100), filling: 10), StringComparison.Ordinal);

    private static SoakMinute[] Minutes(int count, Func<int, double> megabytes) =>
    [
        .. Enumerable.Range(1, count).Select(minute => new SoakMinute(
            minute, new WindowFigures(60, 60_000, 60_000, new LatencySummary(5, 50, 80, 100)), Behind: 10,
            NodeBytes: (long)(megabytes(minute) * 1048576), Storage: null, ForeignCores: 0)),
    ];
}
