using System.Net;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Cluster;

/// <summary>Processes that know nothing but each other's management listeners.</summary>
public sealed class BootstrapTests
{
    [SkippableFact]
    public async Task Three_processes_become_one_cluster_and_see_one_that_is_killed()
    {
        var database = await NodeDatabase.PostgresAsync();
        using var folder = new TempFolder();
        int[] ports = [FreePort.Take(), FreePort.Take(), FreePort.Take()];
        (string, string)[] contactPoints =
        [
            ("Cluster__Bootstrap__Discovery", "config"), ("Cluster__Bootstrap__RequiredContactPoints", "3"),
            .. ports.Select((port, i) => ($"Cluster__Bootstrap__ContactPoints__{i}", $"127.0.0.1:{port}")),
        ];
        var nodes = await Task.WhenAll(ports.Select((port, i) => NodeProcess.StartAsync(
            Path.Combine(folder.Path, $"node{i}"), database, [.. contactPoints, ("Management__Port", $"{port}")])));
        try
        {
            foreach (var node in nodes)
            {
                using var management = new Management(node);
                await Eventually.HoldsAsync(async () => (await management.MembersAsync()).Members is { Count: 3 } members && members.Values.All(status => status == "Up"));
                await Eventually.HoldsAsync(async () => await management.StatusOfAsync("/ready") == HttpStatusCode.OK);
            }

            await using var a = await ChatClient.SignInAsync(nodes[0], "ada");
            await using var b = await ChatClient.SignInAsync(nodes[1], "ben");
            await a.SendMessageAsync("ben", "c1", "through the cluster");
            await b.ExpectAsync("message");

            using var survivor = new Management(nodes[0]);
            var killed = await AddressOfAsync(nodes[2]);
            await nodes[2].KillAsync();
            await Eventually.HoldsAsync(async () => await survivor.MembersAsync() is var (members, unreachable) && (unreachable.Contains(killed) || !members.ContainsKey(killed)));
            await Eventually.HoldsAsync(async () => !(await survivor.MembersAsync()).Members.ContainsKey(killed));
            Assert.Equal(2, (await survivor.MembersAsync()).Members.Count);

            // It comes back, and finds the others.
            await nodes[2].DisposeAsync();
            nodes[2] = await NodeProcess.StartAsync(Path.Combine(folder.Path, "node2"), database, [.. contactPoints, ("Management__Port", $"{ports[2]}")]);
            await Eventually.HoldsAsync(async () => (await survivor.MembersAsync()).Members is { Count: 3 } members && members.Values.All(status => status == "Up"));
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    private static async Task<string> AddressOfAsync(NodeProcess node)
    {
        using var management = new Management(node);
        return (string)System.Text.Json.Nodes.JsonNode.Parse(await management.GetAsync("/remote/address"))!["Address"]!;
    }
}
