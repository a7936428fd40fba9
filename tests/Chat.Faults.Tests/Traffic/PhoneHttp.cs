using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.Faults.Tests.Traffic;

/// <summary>What phones do over HTTP.</summary>
internal sealed class PhoneHttp(Uri server) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>Makes the groups of a cast, each by its first member.</summary>
    public async Task FoundGroupsAsync(Cast cast)
    {
        foreach (var group in cast.Groups.ToList())
        {
            var members = cast.MembersOf(group);
            var founded = await AskAsync(members[0], HttpMethod.Post, "/api/groups", new { name = group, member_ids = members.Skip(1) });
            cast.RenameGroup(group, (string)founded["group_id"]!);
        }
    }

    /// <summary>Who has a message and who has read it, for its sender: what a phone asks where somebody wants to know for certain.</summary>
    public async Task<(int Delivered, int Read)> ReceiptsAsync(string user, string group, string messageId)
    {
        var receipts = await AskAsync(user, HttpMethod.Get, $"/api/groups/{group}/messages/{messageId}/receipts");
        return ((int)receipts["delivered_count"]!, (int)receipts["read_count"]!);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> AskAsync(string user, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For(user));
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
