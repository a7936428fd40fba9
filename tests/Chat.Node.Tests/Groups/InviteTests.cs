using System.Net;
using Chat.Node.Groups;
using Chat.Node.Tests.Accounts;
using Chat.Node.Tokens;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Groups;

/// <summary>Invite links: whoever holds one may join, and nobody else.</summary>
public sealed class InviteTests
{
    [Fact]
    public async Task A_link_is_made_handed_on_looked_at_and_used()
    {
        await using var host = await AccountHost.StartAsync(("Http:PublicUrl", "wss://chat.example.org/ws"));
        var (ada, dan) = (await host.RegisterAsync("ada"), await host.RegisterAsync("dan"));
        var id = await GroupRestTests.GroupAsync(host, ada);
        var made = (await host.PostAsync($"/api/groups/{id}/invites", new { expires_in = 3600, max_uses = 1 }, ada.AccessToken)).Expect(HttpStatusCode.Created);
        Assert.Equal("no-store", made.Headers.CacheControl!.ToString());
        Assert.Equal((AccountHost.Start.ToUnixTimeMilliseconds() + 3_600_000).ToString(), made["expires_at"]);
        Assert.StartsWith($"https://chat.example.org/g/{id}.", made["url"], StringComparison.Ordinal);
        var token = made["url"].Split('/')[^1];

        var look = (await host.GetAsync($"/api/invites/{token}", dan.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal($$"""{"group_id":"{{id}}","name":"Chess","member_count":1,"is_member":false}""", look.Text);
        var joined = (await host.PostAsync($"/api/invites/{token}", null, dan.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal((id, "member"), (joined["group_id"], joined["role"]));
        (await host.PostAsync($"/api/invites/{token}", null, (await host.RegisterAsync("eve")).AccessToken)).Expect(HttpStatusCode.NotFound, "group_not_found");

        var listed = (await host.GetAsync($"/api/groups/{id}/invites", ada.AccessToken)).Expect(HttpStatusCode.OK);
        var invite = Assert.Single(listed.Json["invites"]!.AsArray())!;
        Assert.Equal(("1", "1"), (invite["uses"]!.ToString(), invite["max_uses"]!.ToString()));
        Assert.Null(invite["url"]);
        (await host.GetAsync($"/api/groups/{id}/invites", dan.AccessToken)).Expect(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_withdrawn_link_leads_nowhere()
    {
        await using var host = await AccountHost.StartAsync();
        var (ada, dan) = (await host.RegisterAsync("ada"), await host.RegisterAsync("dan"));
        var id = await GroupRestTests.GroupAsync(host, ada);
        var made = (await host.PostAsync($"/api/groups/{id}/invites", null, ada.AccessToken)).Expect(HttpStatusCode.Created);
        (await host.SendAsync(HttpMethod.Delete, $"/api/groups/{id}/invites/{made["invite"]}", ada.AccessToken)).Expect(HttpStatusCode.NoContent);
        (await host.GetAsync($"/api/invites/{made["url"].Split('/')[^1]}", dan.AccessToken)).Expect(HttpStatusCode.NotFound, "group_not_found");
    }

    [Theory]
    [InlineData("""{"expires_in":0}""", "expires_in")]
    [InlineData("""{"expires_in":2592001}""", "expires_in")]
    [InlineData("""{"max_uses":0}""", "max_uses")]
    public async Task Limits_of_a_link_are_checked(string body, string field)
    {
        await using var host = await AccountHost.StartAsync();
        var ada = await host.RegisterAsync("ada");
        var id = await GroupRestTests.GroupAsync(host, ada);
        (await host.SendAsync(HttpMethod.Post, $"/api/groups/{id}/invites", ada.AccessToken, new StringContent(body))).Expect(HttpStatusCode.BadRequest, "invalid_value", field);
    }

    [Fact]
    public async Task What_is_no_token_asks_no_group()
    {
        await using var host = await AccountHost.StartAsync();
        var ada = await host.RegisterAsync("ada");
        foreach (var text in new[] { "x", "g_1.short", ".abcdefghijklmnopqrstuvwxyz", new string('a', 300), "%01.abcdefghijklmnopqrstuvwxyz" })
            (await host.GetAsync($"/api/invites/{text}", ada.AccessToken)).Expect(HttpStatusCode.NotFound, "group_not_found");
        Assert.Empty(host.Entities.Groups.Told);
    }

    [Fact]
    public void A_token_comes_back_as_it_was()
    {
        foreach (var group in new[] { "g_1", "a.b.c", "ünï" })
        {
            var token = InviteToken.New(new GroupId(group), new CryptographicRandomness());
            Assert.True(InviteToken.TryParse(token.Text, out var parsed));
            Assert.Equal(token, parsed);
            Assert.DoesNotContain(token.Secret, token.ToString(), StringComparison.Ordinal);
        }
    }
}
