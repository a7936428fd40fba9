using Chat.Bench.Measurement;
using Chat.Bench.Report;
using Chat.Bench.Rolling;

namespace Chat.Bench.Tests.Report;

public sealed class RollingReportTests
{
    [Fact]
    public void All_bounds_are_met_by_a_run_within_them() =>
        Assert.All(RollingReport.Bounds(Run(new LatencySummary(3, 499, 900, 4_900), 9_900)), bound => Assert.True(bound.Met, bound.Figure));

    [Fact]
    public void Each_bound_notices_what_it_is_about()
    {
        Assert.Equal([true, true, false, false, true], Met(Run(new LatencySummary(3, 501, 900, 5_100), 9_900)));
        Assert.Equal([true, false, true, true, true], Met(Run(new LatencySummary(3, 4, 5, 6), 10_100)));
        Assert.Equal([false, true, true, true, true], Met(Run(new LatencySummary(3, 4, 5, 6), 100) with { Failures = ["lost"] }));
        Assert.Equal([true, true, true, true, false], Met(Run(new LatencySummary(3, 4, 5, 6), 100) with { Delivery = new LatencySummary(1, 600, 600, 600) }));
    }

    private static IEnumerable<bool?> Met(RollingResult run) => RollingReport.Bounds(run).Select(bound => bound.Met);

    private static RollingResult Run(LatencySummary ack, double longestAbsenceMs) => new(
        new RollingShape(3, 3000, 400, 600, TimeSpan.FromSeconds(15)), new Usage(100, null, null, 1, 100))
    {
        Messages = 1,
        Ack = ack,
        AckFromIntended = ack,
        Delivery = new LatencySummary(1, 2, 3, 4),
        DeliveryToAway = null,
        DeliveriesToAway = 0,
        Absences = new LatencySummary(1, 2, 3, longestAbsenceMs),
        AbsenceCount = 1,
        Restarts = [],
        Notes = "",
        Failures = [],
    };
}
