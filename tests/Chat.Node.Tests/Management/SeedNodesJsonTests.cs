using System.Text;
using System.Text.Json;
using Akka.Actor;
using Chat.Node.Bootstrap;
using Chat.Node.Management.Routes;
using Chat.Node.Tests.Bootstrap;
using static Akka.Discovery.ServiceDiscovery;

namespace Chat.Node.Tests.Management;

/// <summary>What goes between nodes while one implementation of the bootstrap is being replaced by the other.</summary>
public sealed class SeedNodesJsonTests
{
    private const string OfTheOfficialPackage =
        """
        {"SelfNode":{"Host":"10.0.0.1","Port":4053,"System":"Chat","Protocol":"akka.tcp","HasLocalScope":false,"HasGlobalScope":true},"Nodes":[{"Node":{"Host":"10.0.0.1","Port":4053,"System":"Chat","Protocol":"akka.tcp","HasLocalScope":false,"HasGlobalScope":true},"NodeUid":12,"Status":1,"Roles":["chat"]}]}
        """;

    private static readonly ResolvedTarget Target = new("10.0.0.1", 8558);

    [Fact]
    public void The_official_packages_answer_is_understood()
    {
        var observation = SeedNodesReader.Read(Target, Encoding.UTF8.GetBytes(OfTheOfficialPackage));
        var node = new Address("akka.tcp", "Chat", "10.0.0.1", 4053);
        Assert.Equal((Target, node), (observation.ContactPoint, observation.Node));
        Assert.Equal([node], observation.Seeds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("OK")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"SelfNode":{"Host":"a"},"Nodes":[]}""")]
    [InlineData("""{"SelfNode":{"Host":"a","Port":1,"System":"s","Protocol":"p"},"Nodes":[{"Node":null}]}""")]
    public void Something_else_is_no_answer(string text) =>
        Assert.Throws<JsonException>(() => SeedNodesReader.Read(Target, Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task A_node_answers_byte_for_byte_as_the_official_package_does()
    {
        await using var node = BareNode.Start(0, [], hocon: "akka.cluster.roles = [edge]");
        using var http = await node.HttpAsync();
        var self = $$"""{"Host":"127.0.0.1","Port":{{node.Cluster.SelfAddress.Port}},"System":"chat","Protocol":"akka.tcp","HasLocalScope":false,"HasGlobalScope":true}""";
        Assert.Equal($$"""{"SelfNode":{{self}},"Nodes":[]}""", await http.GetStringAsync("/bootstrap/seed-nodes"));
        Assert.Equal($$"""{"Address":"{{node.Cluster.SelfAddress}}"}""", await http.GetStringAsync("/remote/address"));
        await node.Cluster.JoinAsync(node.Cluster.SelfAddress);
        Assert.Equal(
            $$"""{"SelfNode":{{self}},"Nodes":[{"Node":{{self}},"NodeUid":{{node.Cluster.SelfUniqueAddress.Uid}},"Status":1,"Roles":["edge"]}]}""",
            await http.GetStringAsync("/bootstrap/seed-nodes"));
    }

    [Fact]
    public async Task Without_a_cluster_it_says_so()
    {
        await using var node = BareNode.Start(0, [], hocon: "akka.actor.provider = remote");
        using var http = await node.HttpAsync();
        using var answer = await http.GetAsync("/bootstrap/seed-nodes");
        Assert.Equal(503, (int)answer.StatusCode);
        Assert.Equal(
            """{"error":{"reason":"not available","message":"Clustering is not available"},"code":503,"message":"Clustering is not available"}""",
            await answer.Content.ReadAsStringAsync());
    }
}
