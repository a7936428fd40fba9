using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Chat.Node.Bootstrap;
using Chat.Node.Hosting;
using static Akka.Discovery.ServiceDiscovery;

namespace Chat.Node.Tests.Bootstrap;

/// <summary>The decision of one node, from what it sees: three contact points, of which this node is one.</summary>
public sealed class LowestAddressTests
{
    private static readonly BootstrapSettings Settings =
        BootstrapSettings.From(NodeHocon.Reference, "chat", 8558, "") with { RequiredContactPoints = 3 };

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    /// <param name="self">Last number of this node's address.</param>
    /// <param name="found">Of the contact points.</param>
    /// <param name="answered">Of those that have answered; behind a slash the members that they have told.</param>
    [Theory]
    [InlineData(1, "1 2 3", "1 2 3", "begin")]
    [InlineData(2, "1 2 3", "1 2 3", "wait 10.0.0.1:8558 is the lowest")]
    [InlineData(9, "9 10 11", "9 10 11", "begin")] // as numbers, not as text
    [InlineData(10, "9 10 11", "9 10 11", "wait 10.0.0.9:8558 is the lowest")]
    [InlineData(1, "1 11 12", "11 12", "wait 2 of the 3 required")] // 10.0.0.1 is the beginning of 10.0.0.11's text
    [InlineData(1, "1 2", "1 2", "wait 2 of the 3 required")]
    [InlineData(1, "", "", "wait 0 of the 3 required")]
    [InlineData(1, "1 2 3 4", "1 2 3", "wait no answer from 10.0.0.4:8558")]
    [InlineData(1, "1 2 3 4 5", "1 3 5", "wait no answer from 10.0.0.2:8558, 10.0.0.4:8558")]
    [InlineData(2, "1 2 3", "2/7", "join 7")] // a cluster is enough, however few have answered
    [InlineData(2, "1 2 3", "1/1 2 3", "join 1")]
    [InlineData(1, "1 2 3", "1 2 3/1", "begin")] // somebody still lists this node as it was before its restart
    [InlineData(1, "1 2 3", "1 2 3/1,3", "join 3")]
    [InlineData(1, "1 2 3", "1 2/9,8,7 3/6,5,4,3", "join 3,4,5,6,7")] // five are enough
    public void What_a_node_sees_decides_what_it_does(int self, string found, string answered, string does) => Assert.StartsWith(does, Words(Decide(self, found, answered, Long, Settings)), StringComparison.Ordinal);

    [Fact]
    public void Nobody_begins_while_discovery_still_changes()
    {
        Assert.StartsWith("wait the contact points have changed", Words(Decide(1, "1 2 3", "1 2 3", Settings.StableMargin - TimeSpan.FromMilliseconds(1), Settings)), StringComparison.Ordinal);
        Assert.Equal("begin", Words(Decide(1, "1 2 3", "1 2 3", Settings.StableMargin, Settings)));
        Assert.Equal("join 3", Words(Decide(1, "1 2 3", "3/3", TimeSpan.Zero, Settings)));
    }

    [Fact]
    public void Nobody_begins_a_second_cluster_where_that_is_switched_off()
    {
        var closed = Settings with { NewClusterEnabled = false };
        Assert.StartsWith("wait no contact point is in a cluster", Words(Decide(1, "1 2 3", "1 2 3", Long, closed)), StringComparison.Ordinal);
        Assert.Equal("join 3", Words(Decide(1, "1 2 3", "1 2 3/3", Long, closed)));
    }

    [Fact]
    public void Silent_ones_are_passed_over_where_that_is_asked_for()
    {
        var some = Settings with { ContactWithAll = false };
        Assert.Equal("begin", Words(Decide(2, "1 2 3 4", "2 3 4", Long, some)));
        Assert.StartsWith("wait 2 of the 3", Words(Decide(2, "1 2 3 4", "2 3", Long, some)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_node_that_is_told_twice_does_not_vouch_for_itself()
    {
        var twice = Target("one.example", 1);
        var seen = new Sight(
            Node(1), [Target(null, 1), twice, Target(null, 2)], Long,
            [new(Target(null, 1), Node(1), []), new(twice, Node(1), []), new(Target(null, 2), Node(2), [])]);
        Assert.StartsWith("wait 2 of the 3", Words(LowestAddress.Decide(seen, Settings)), StringComparison.Ordinal);
        Assert.Equal("begin", Words(LowestAddress.Decide(seen, Settings with { RequiredContactPoints = 2 })));
    }

    [Fact]
    public void The_shorter_address_is_the_lower_and_then_the_host_and_then_the_port()
    {
        ResolvedTarget[] ordered =
        [
            new("z", 1, IPAddress.Parse("255.0.0.1")), new("a", 1, IPAddress.Parse("2001:db8::1")), new("a", 1, IPAddress.Parse("2001:db8::2")),
            new("a", null, null), new("a", 1, null), new("a", 2, null), new("b", 1, null),
        ];
        Assert.Equal(ordered, ordered.Reverse().Order(ContactPoints.ByAddress));
    }

    [Fact]
    public void Of_several_ports_of_one_host_the_one_for_management_is_asked()
    {
        ResolvedTarget[] found = [new("a", 4053), new("a", 8558), new("b", 9000), new("c"), new("", null, IPAddress.Loopback)];
        Assert.Equal(
            ["a:8558", "b:9000", "c", ""], ContactPoints.Of(found, Settings).Order(ContactPoints.ByAddress).Select(ContactPoints.Text).OrderBy(text => text.Length == 0));
        Assert.Equal(5, ContactPoints.Of(found, Settings with { FilterOnFallbackPort = false }).Count);
        Assert.Equal("http://c:8558/", ContactPoints.BaseAddress(new ResolvedTarget("c"), Settings).ToString());
        Assert.Equal("http://[::1]:8558/base", ContactPoints.BaseAddress(new ResolvedTarget("pod", null, IPAddress.IPv6Loopback), Settings with { BasePath = "/base" }).ToString());
    }

    private static JoinDecision Decide(int self, string found, string answered, TimeSpan unchanged, BootstrapSettings settings) => LowestAddress.Decide(
        new Sight(
            Node(self), [.. Numbers(found).Select(number => Target(null, number))], unchanged,
            [.. answered.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(point => point.Split('/')).Select(point => new Observation(
                Target(null, int.Parse(point[0])), Node(int.Parse(point[0])), [.. point.Skip(1).SelectMany(members => members.Split(',')).Select(member => Node(int.Parse(member)))]))]),
        settings);

    private static IEnumerable<int> Numbers(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse);

    private static ResolvedTarget Target(string? host, int number) => new(host ?? $"10.0.0.{number}", 8558, IPAddress.Parse($"10.0.0.{number}"));

    private static Address Node(int number) => new("akka.tcp", "chat", $"10.0.0.{number}", 4053);

    private static string Words(JoinDecision decision) => decision switch
    {
        JoinDecision.Wait wait => $"wait {wait.Why}",
        JoinDecision.JoinSelf => "begin",
        JoinDecision.JoinOthers others => $"join {string.Join(',', others.Seeds.Select(seed => seed.Host!.Split('.')[3]))}",
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };
}
