using Chat.Faults.Tests.Faults;
using Chat.Faults.Tests.Running;

namespace Chat.Faults.Tests.Specs;

/// <summary>The seed decides, and nothing that can go wrong is left out.</summary>
public sealed class FaultScheduleTests
{
    [Fact]
    public void The_same_seed_is_the_same_schedule() => Assert.Equal(FaultSchedule.From(7, 4), FaultSchedule.From(7, 4));

    [Fact]
    public void Two_long_runs_in_a_row_have_every_fault_of_a_node() => Assert.All(Enumerable.Range(1, 30), seed =>
        Assert.Equal(6, FaultSchedule.From(seed, 4).Concat(FaultSchedule.From(seed + 1, 4)).Where(f => f.Node > 0).Select(f => f.Kind).Distinct().Count()));

    [Fact]
    public void Twenty_seeds_have_both_faults_of_the_database_alone_and_in_the_midst_of_others()
    {
        var all = Enumerable.Range(1, 20).SelectMany(seed => FaultSchedule.From(seed, 4)).ToList();
        FaultKind[] database = [FaultKind.DatabaseFast, FaultKind.DatabaseImmediate];
        Assert.All(database, kind => Assert.Contains(all, f => f.Kind == kind));
        Assert.All(database, kind => Assert.Contains(all, f => f.Meanwhile?.Kind == kind));
    }

    [Fact]
    public void A_fault_between_two_is_between_two_of_the_three() => Assert.All(
        Enumerable.Range(1, 50).SelectMany(seed => FaultSchedule.From(seed, 4)).Where(f => f.Node > 0), fault =>
        {
            Assert.InRange(fault.Node, 1, ClusterUnderTest.Size);
            Assert.InRange(fault.Other, 1, ClusterUnderTest.Size);
            Assert.NotEqual(fault.Node, fault.Other);
        });

    [Theory]
    [InlineData("7", new[] { 7 })]
    [InlineData("2..4", new[] { 2, 3, 4 })]
    [InlineData("1,5..6", new[] { 1, 5, 6 })]
    public void Seeds_are_numbers_and_ranges(string text, int[] seeds) => Assert.Equal(seeds, SeedRange.Parse(text));
}
