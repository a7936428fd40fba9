using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Chat.EndToEnd.Tests.Harness;

/// <summary>JSON over HTTP, as a bot or the page speaks it.</summary>
internal sealed class RestClient(IChatNode node) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(node.BaseAddress), Timeout = TimeSpan.FromSeconds(60) };

    public RestClient As(string token)
    {
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return this;
    }

    public async Task<(int Status, JsonNode? Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>A group of the owner and the members; its id.</summary>
    public static async Task<string> CreateGroupAsync(IChatNode node, string owner, params IEnumerable<string> members)
    {
        using var rest = new RestClient(node).As(TestTokens.For(owner));
        var (status, group) = await rest.SendAsync(HttpMethod.Post, "/api/groups", new { name = "Chess", member_ids = members });
        Assert.True(status == 201, $"{status} {group}");
        return (string)group!["group_id"]!;
    }

    public async Task<JsonNode> PostAsync(string path, object body)
    {
        var (status, answer) = await SendAsync(HttpMethod.Post, path, body);
        Assert.True(status is 200 or 204, $"{path}: {status} {answer}");
        return answer ?? new JsonObject();
    }

    public void Dispose() => _http.Dispose();
}
