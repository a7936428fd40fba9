using Chat.Bench.Measurement;
using Chat.Bench.Report;
using Chat.Bench.Workloads;

namespace Chat.Bench.Tests.Report;

public sealed class ClusterReportTests
{
    [Fact]
    public void The_ratio_is_of_the_medians_and_of_the_same_workload()
    {
        var bound = Assert.Single(ClusterReport.Bounds(
            [Run(1, "closed 500x16", 4), Run(3, "closed 500x16", 9), Run(1, "closed 500x16", 40), Run(3, "closed 500x16", 10), Run(1, "closed 500x16", 2), Run(3, "closed 500x16", 100)]));
        Assert.Equal("2.50", bound.Measured);
        Assert.True(bound.Met);
    }

    [Fact]
    public void Above_two_and_a_half_it_is_not_met_and_without_one_node_it_is_not_said()
    {
        Assert.False(Assert.Single(ClusterReport.Bounds([Run(1, "a", 4), Run(3, "a", 10.1), Run(3, "b", 1)])).Met);
        Assert.Empty(ClusterReport.Bounds([Run(3, "a", 4)]));
    }

    private static ClusterResult Run(int nodes, string workload, double cpuPer100k) => new(nodes, new RunResult("nodes", workload)
    {
        Tally = new Tally(),
        Messages = 100_000,
        Usage = new Usage(10, cpuPer100k, 1, 1, 10),
    });
}
