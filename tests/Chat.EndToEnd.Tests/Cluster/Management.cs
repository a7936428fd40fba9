using System.Net;
using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Cluster;

/// <summary>A node's management listener, as an operator's tools ask it.</summary>
internal sealed class Management(NodeProcess node) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(node.ManagementAddress), Timeout = TimeSpan.FromSeconds(30) };

    public Task<string> GetAsync(string path) => _http.GetStringAsync(path);

    public async Task<HttpStatusCode> StatusOfAsync(string path)
    {
        using var answer = await _http.GetAsync(path);
        return answer.StatusCode;
    }

    /// <summary>Address and status of each member, and the addresses of those that cannot be reached.</summary>
    public async Task<(Dictionary<string, string> Members, List<string> Unreachable)> MembersAsync()
    {
        var answer = JsonNode.Parse(await GetAsync("/cluster/members"))!;
        return (
            answer["members"]!.AsArray().ToDictionary(member => (string)member!["node"]!, member => (string)member!["status"]!),
            [.. answer["unreachable"]!.AsArray().Select(member => (string)member!["node"]!)]);
    }

    /// <summary>The samples of <c>/metrics</c>, by name with labels; fails on a line that Prometheus would not read.</summary>
    public async Task<Dictionary<string, double>> MetricsAsync() => Prometheus.Read(await GetAsync("/metrics"));

    public void Dispose() => _http.Dispose();
}
