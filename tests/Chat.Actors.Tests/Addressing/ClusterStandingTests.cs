using Akka.Actor;
using Chat.Actors.Addressing;

namespace Chat.Actors.Tests.Addressing;

public sealed class ClusterStandingTests
{
    [Theory]
    [InlineData("1", "", false)]
    [InlineData("1", "2,3", true)]
    [InlineData("1,2", "3", false)]
    [InlineData("2,3", "1", false)]
    [InlineData("1,3", "2,4", false)] // of two halves the one with the lowest address goes on
    [InlineData("2,4", "1,3", true)]
    [InlineData("2", "1", true)]
    [InlineData("1", "2", false)]
    [InlineData("", "", false)] // not a member yet
    public void The_smaller_part_loses_and_of_two_halves_the_one_without_the_lowest_address(string reachable, string unreachable, bool loses) =>
        Assert.Equal(loses, ClusterStanding.Loses(Nodes(reachable), Nodes(unreachable)));

    private static Address[] Nodes(string numbers) =>
        [.. numbers.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(n => new Address("akka.tcp", "chat", $"10.0.0.{n}", 4053))];
}
