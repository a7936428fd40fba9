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
    public void What_swings_without_a_trend_is_flat_though_its_halves_differ()
    {
        double[] swings = [20, 12, 9, 7, 7, 5, 4, 4, 6, 10, 6, 9, 7, 8, 14, 16, 11, 14, 9, 8];
        var trend = SoakReport.Trend(Minutes(30, megabytes: minute => minute <= 10 ? 0 : swings[minute - 11]), filling: 10);

        Assert.DoesNotContain("NOT MET", trend, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rise_at_the_end_is_named()
    {
        var trend = SoakReport.Trend(Minutes(30, megabytes: minute => minute > 25 ? 150 : 100 + minute % 2), filling: 10);

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
