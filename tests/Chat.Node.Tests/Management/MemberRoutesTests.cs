using System.Net;
using Akka.Cluster;
using Chat.Node.Tests.Bootstrap;
using Chat.Node.Tests.Connections.Harness;

namespace Chat.Node.Tests.Management;

/// <summary>The cluster over HTTP, as operators know it from the JVM's Akka Management.</summary>
public sealed class MemberRoutesTests
{
    private const string Writable = "akka.management.http.route-providers-read-only = off";

    [Fact]
    public async Task The_members_are_told_byte_for_byte()
    {
        await using var node = BareNode.Start(0, [], hocon: "akka.cluster.roles = [entity, edge]");
        using var http = await node.HttpAsync();
        var self = node.Cluster.SelfAddress;
        Assert.Equal("""{"selfNode":"SELF","members":[],"unreachable":[],"oldestPerRole":{}}""".Replace("SELF", $"{self}"), await http.GetStringAsync("/cluster/members"));
        await node.Cluster.JoinAsync(self);
        var member = $$"""{"node":"{{self}}","nodeUid":"{{node.Cluster.SelfUniqueAddress.Uid}}","status":"Up","roles":["edge","entity"]}""";
        Assert.Equal(
            """{"selfNode":"SELF","members":[MEMBER],"unreachable":[],"leader":"SELF","oldest":"SELF","oldestPerRole":{"edge":"SELF","entity":"SELF"}}"""
                .Replace("MEMBER", member).Replace("SELF", $"{self}"),
            await http.GetStringAsync("/cluster/members"));
        Assert.Equal(member, await http.GetStringAsync($"/cluster/members/{self}"));
        Assert.Equal(member, await http.GetStringAsync($"/cluster/members/{self.HostPort()}"));
        Assert.Equal(member, await http.GetStringAsync($"/cluster/members/{Uri.EscapeDataString(self.ToString())}"));
        using var nobody = await http.GetAsync("/cluster/members/chat@10.0.0.1:1");
        Assert.Equal(HttpStatusCode.NotFound, nobody.StatusCode);
        Assert.Equal("""{"message":"Member [chat@10.0.0.1:1] not found"}""", await nobody.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Nothing_can_be_changed_unless_that_is_allowed()
    {
        await using var node = BareNode.Start(0, []);
        await node.Cluster.JoinAsync(node.Cluster.SelfAddress);
        using var http = await node.HttpAsync();
        var one = $"/cluster/members/{node.Cluster.SelfAddress}";
        foreach (var (method, path) in new[] { (HttpMethod.Post, "/cluster/members"), (HttpMethod.Put, one), (HttpMethod.Delete, one) })
        {
            using var answer = await SendAsync(http, method, path, ("operation", "down"), ("address", node.Cluster.SelfAddress.ToString()));
            Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        }

        Assert.True(node.IsUp);
    }

    [Fact]
    public async Task Members_join_leave_and_go_down_where_it_is_allowed()
    {
        await using var node = BareNode.Start(0, [], hocon: Writable);
        await node.Cluster.JoinAsync(node.Cluster.SelfAddress);
        await using var second = BareNode.Start(0, [], hocon: Writable);
        await using var third = BareNode.Start(0, [], hocon: Writable);
        using var http = await node.HttpAsync();
        using var ofSecond = await second.HttpAsync();
        using var ofThird = await third.HttpAsync();
        var self = node.Cluster.SelfAddress.ToString();
        Assert.Equal($$"""{"message":"Joining {{self}}"}""", await TextAsync(ofSecond, HttpMethod.Post, "/cluster/members", ("address", self)));
        await TextAsync(ofThird, HttpMethod.Post, "/cluster/members", ("address", self));
        await Eventually.HoldsAsync(() => node.Members.Count() == 3, "three are up");

        var (leaving, downed) = (second.Cluster.SelfAddress, third.Cluster.SelfAddress);
        Assert.Equal($$"""{"message":"Leaving {{leaving}}"}""", await TextAsync(http, HttpMethod.Delete, $"/cluster/members/{leaving}"));
        Assert.Equal($$"""{"message":"Downing {{downed}}"}""", await TextAsync(http, HttpMethod.Put, $"/cluster/members/{downed}", ("operation", "Down")));
        await Eventually.HoldsAsync(() => node.Members.SequenceEqual([node.Cluster.SelfAddress]), "one is left");

        using var unknown = await SendAsync(http, HttpMethod.Put, $"/cluster/members/{self}", ("operation", "dance"));
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        using var nowhere = await SendAsync(http, HttpMethod.Post, "/cluster/members", ("address", "here"));
        Assert.Equal(HttpStatusCode.BadRequest, nowhere.StatusCode);
    }

    [Fact]
    public async Task A_page_that_somebody_has_open_cannot_change_anything()
    {
        await using var node = BareNode.Start(0, [], hocon: Writable);
        await node.Cluster.JoinAsync(node.Cluster.SelfAddress);
        using var http = await node.HttpAsync();
        http.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        using var answer = await SendAsync(http, HttpMethod.Delete, $"/cluster/members/{node.Cluster.SelfAddress}");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(MemberStatus.Up, node.Cluster.SelfMember.Status);
    }

    [Fact]
    public async Task A_route_with_an_empty_entry_is_not_there_and_all_are_below_the_base_path()
    {
        await using var node = BareNode.Start(0, [], hocon: """akka.management.http { base-path = "/mgmt/", routes { cluster-members = "" } }""");
        using var http = await node.HttpAsync();
        Assert.Equal("/mgmt", http.BaseAddress!.AbsolutePath);
        Assert.Equal("OK", await http.GetStringAsync("/mgmt/alive"));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/mgmt/cluster/members")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/alive")).StatusCode);
    }

    [Fact]
    public async Task Alive_comes_before_ready()
    {
        await using var node = BareNode.Start(0, []);
        using var http = await node.HttpAsync();
        Assert.Equal("OK", await http.GetStringAsync("/alive"));
        using (var early = await http.GetAsync("/ready"))
        {
            Assert.Equal(HttpStatusCode.InternalServerError, early.StatusCode);
            Assert.Equal("Not Healthy: cluster: this node is no member", await early.Content.ReadAsStringAsync());
        }

        await node.Cluster.JoinAsync(node.Cluster.SelfAddress);
        await Eventually.HoldsAsync(async () => // the view that is asked learns of it a moment after the one who joined
        {
            using var late = await http.GetAsync("/ready");
            return late.StatusCode == HttpStatusCode.OK && await late.Content.ReadAsStringAsync() == "OK";
        });
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, params (string Key, string Value)[] form) =>
        http.SendAsync(new HttpRequestMessage(method, path) { Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Key, field.Value))) });

    private static async Task<string> TextAsync(HttpClient http, HttpMethod method, string path, params (string Key, string Value)[] form)
    {
        using var answer = await SendAsync(http, method, path, form);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }
}
