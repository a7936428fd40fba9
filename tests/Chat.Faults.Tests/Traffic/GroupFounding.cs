using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.Faults.Tests.Traffic;

/// <summary>Makes the groups of a cast, each by its first member.</summary>
internal static class GroupFounding
{
    public static async Task FoundAsync(Cast cast, Uri server)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(20) };
        foreach (var group in cast.Groups.ToList())
        {
            var members = cast.MembersOf(group);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/groups")
            {
                Content = JsonContent.Create(new { name = group, member_ids = members.Skip(1) }),
            };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For(members[0]));
            using var response = await http.SendAsync(request);
            var body = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {body}");
            cast.RenameGroup(group, (string)JsonNode.Parse(body)!["group_id"]!);
        }
    }
}
