using System.Net;
using System.Net.Http.Json;
using Chat.Actors.Groups.Listing;
using Chat.Domain.Groups;
using Chat.Node.Tests.Accounts;
using Chat.Protocol.Ids;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Node.Tests.Groups;

/// <summary>Groups by REST: what is asked of the group's entity, and how its answers are told.</summary>
public sealed class GroupRestTests
{
    [Fact]
    public async Task A_group_is_made_named_and_described()
    {
        await using var host = await AccountHost.StartAsync();
        var (ada, ben) = (await host.RegisterAsync("ada"), await host.RegisterAsync("ben"));
        var made = (await host.PostAsync("/api/groups", new { name = " Chess ", member_ids = new[] { ben["user_id"], ben["user_id"], ada["user_id"] } }, ada.AccessToken))
            .Expect(HttpStatusCode.Created);
        var id = made["group_id"];
        Assert.Equal($"/api/groups/{id}", made.Headers.Location!.ToString());
        Assert.Equal(
            $$"""{"group_id":"{{id}}","name":"Chess","revision":1,"member_count":2,"role":"owner","muted":false,"created_at":5}""", made.Text);

        var renamed = (await ChangeAsync(host, HttpMethod.Patch, $"/api/groups/{id}", new { name = "Go" }, ada)).Expect(HttpStatusCode.OK);
        Assert.Equal(("Go", "2"), (renamed["name"], renamed["revision"]));
        Assert.Equal("member", (await host.GetAsync($"/api/groups/{id}", ben.AccessToken)).Expect(HttpStatusCode.OK)["role"]);
        (await ChangeAsync(host, HttpMethod.Patch, $"/api/groups/{id}", new { name = "Mine" }, ben)).Expect(HttpStatusCode.Forbidden, "forbidden");
        (await host.GetAsync($"/api/groups/{id}", (await host.RegisterAsync("eve")).AccessToken)).Expect(HttpStatusCode.Forbidden, "not_member");
        (await host.GetAsync("/api/groups/g_nowhere", ada.AccessToken)).Expect(HttpStatusCode.NotFound, "group_not_found");
        (await host.GetAsync($"/api/groups/{id}")).Expect(HttpStatusCode.Unauthorized, "not_authenticated");
    }

    [Fact]
    public async Task The_same_request_makes_the_same_group_and_that_of_another_user_another()
    {
        await using var host = await AccountHost.StartAsync();
        var (ada, ben) = (await host.RegisterAsync("ada"), await host.RegisterAsync("ben"));
        async Task<string> Make(Answer by, string? request) =>
            (await host.PostAsync("/api/groups", new { name = "Chess", client_request_id = request }, by.AccessToken)).Expect(HttpStatusCode.Created)["group_id"];
        var first = await Make(ada, "r1");
        Assert.Equal(first, await Make(ada, "r1"));
        Assert.Equal(5, new[] { first, await Make(ada, "r2"), await Make(ben, "r1"), await Make(ada, null), await Make(ada, null) }.Distinct().Count());
        Assert.All(host.Entities.Groups.Told, command => Assert.True(GroupId.TryParse(command.GroupId.Value, out _)));
    }

    [Theory]
    [InlineData("""{}""", 400, "missing_field", "name")]
    [InlineData("""{"name":"   "}""", 400, "missing_field", "name")]
    [InlineData("""{"name":"a\nb"}""", 400, "invalid_value", "name")]
    [InlineData("""{"name":"x","member_ids":["ok",""]}""", 400, "invalid_value", "member_ids")]
    [InlineData("""{"name":"x","member_ids":[null]}""", 400, "invalid_value", "member_ids")]
    [InlineData("""{"name":"x","member_ids":"ben"}""", 400, "bad_json", null)]
    [InlineData("""{"name":"x","client_request_id":"a\tb"}""", 400, "invalid_value", "client_request_id")]
    [InlineData("""nonsense""", 400, "bad_json", null)]
    public async Task A_request_that_is_wrong_is_told_where(string body, int status, string code, string? field)
    {
        await using var host = await AccountHost.StartAsync();
        var ada = await host.RegisterAsync("ada");
        (await host.SendAsync(HttpMethod.Post, "/api/groups", ada.AccessToken, new StringContent(body))).Expect((HttpStatusCode)status, code, field);
        Assert.Empty(host.Entities.Groups.Told);
    }

    [Fact]
    public async Task A_name_has_256_bytes_and_a_group_a_hundred_members_at_most()
    {
        await using var host = await AccountHost.StartAsync();
        var ada = await host.RegisterAsync("ada");
        (await host.PostAsync("/api/groups", new { name = new string('\u4e2d', 85) }, ada.AccessToken)).Expect(HttpStatusCode.Created);
        (await host.PostAsync("/api/groups", new { name = new string('\u4e2d', 86) }, ada.AccessToken)).Expect(HttpStatusCode.BadRequest, "invalid_value", "name");
        var many = Enumerable.Range(0, 101).Select(i => $"u{i}").ToArray();
        (await host.PostAsync("/api/groups", new { name = "x", member_ids = many }, ada.AccessToken)).Expect(HttpStatusCode.Conflict, "group_full", "member_ids");
    }

    [Fact]
    public async Task Members_are_added_changed_and_removed_and_listed_with_their_names()
    {
        await using var host = await AccountHost.StartAsync();
        var ada = await host.RegisterAsync("ada");
        var id = await GroupAsync(host, ada);
        Answer added = (await ChangeAsync(host, HttpMethod.Put, $"/api/groups/{id}/members/app%2Fuser%201", null, ada)).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"user_id":"app/user 1","name":null,"display_name":"app/user 1","role":"member","muted":false,"muted_until":null,"joined_at":6}""", added.Text);
        (await ChangeAsync(host, HttpMethod.Put, $"/api/groups/{id}/members/ben", new { role = "admin", muted = true }, ada)).Expect(HttpStatusCode.OK);
        var changed = (await ChangeAsync(host, HttpMethod.Put, $"/api/groups/{id}/members/ben", new { muted = false }, ada)).Expect(HttpStatusCode.OK);
        Assert.Equal(("admin", "false"), (changed["role"], changed["muted"]));
        var muted = (await ChangeAsync(host, HttpMethod.Put, $"/api/groups/{id}/members/ben", new { muted = true, muted_until = 99 }, ada)).Expect(HttpStatusCode.OK);
        Assert.Equal("99", muted["muted_until"]);
        (await ChangeAsync(host, HttpMethod.Put, $"/api/groups/{id}/members/ben", new { muted_until = 99 }, ada)).Expect(HttpStatusCode.BadRequest, "invalid_value", "muted_until");
        (await ChangeAsync(host, HttpMethod.Put, $"/api/groups/{id}/members/nobody", new { muted = true }, ada)).Expect(HttpStatusCode.NotFound, "user_not_found");
        (await ChangeAsync(host, HttpMethod.Put, $"/api/groups/{id}/members/ben", new { role = "king" }, ada)).Expect(HttpStatusCode.BadRequest, "invalid_value", "role");

        (await ChangeAsync(host, HttpMethod.Delete, $"/api/groups/{id}/members/app%2Fuser%201", null, ada)).Expect(HttpStatusCode.NoContent);
        var listed = (await host.GetAsync($"/api/groups/{id}/members", ada.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal(["ada", "ben"], listed.Json["members"]!.AsArray().Select(member => member!["display_name"]!.ToString()));
        Assert.Equal("ada", listed.Json["members"]![0]!["name"]!.ToString());
        var removed = Assert.Single(host.Entities.Groups.Told.OfType<GroupCommands.RemoveMember>());
        Assert.Equal("app/user 1", removed.Member.Value);
    }

    [Fact]
    public async Task Who_may_not_give_the_role_does_not_add_the_member_either()
    {
        await using var host = await AccountHost.StartAsync();
        var (ada, ben) = (await host.RegisterAsync("ada"), await host.RegisterAsync("ben"));
        var id = await GroupAsync(host, ada, ben["user_id"]);
        (await ChangeAsync(host, HttpMethod.Put, $"/api/groups/{id}/members/{ben["user_id"]}", new { role = "admin" }, ada)).Expect(HttpStatusCode.OK);
        (await ChangeAsync(host, HttpMethod.Put, $"/api/groups/{id}/members/eve", new { role = "admin" }, ben)).Expect(HttpStatusCode.Forbidden, "forbidden", "role");
        Assert.Empty(host.Entities.Groups.Told.OfType<GroupCommands.AddMembers>());
        (await ChangeAsync(host, HttpMethod.Put, $"/api/groups/{id}/members/eve", null, ben)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_removes_himself_leaves()
    {
        await using var host = await AccountHost.StartAsync();
        var (ada, ben) = (await host.RegisterAsync("ada"), await host.RegisterAsync("ben"));
        var id = await GroupAsync(host, ada, ben["user_id"]);
        (await ChangeAsync(host, HttpMethod.Delete, $"/api/groups/{id}/members/{ben["user_id"]}", null, ben)).Expect(HttpStatusCode.NoContent);
        (await host.PostAsync($"/api/groups/{id}/leave", null, ada.AccessToken)).Expect(HttpStatusCode.NoContent);
        Assert.Equal(2, host.Entities.Groups.Told.OfType<GroupCommands.RemoveMember>().Count(command => command.Actor == command.Member));
        (await host.GetAsync($"/api/groups/{id}", ben.AccessToken)).Expect(HttpStatusCode.Forbidden, "not_member");
    }

    [Fact]
    public async Task Who_has_received_and_read_a_message_is_told_name_by_name()
    {
        await using var host = await AccountHost.StartAsync();
        var ada = await host.RegisterAsync("ada");
        var id = await GroupAsync(host, ada, "ben", "cy", "dan");
        var message = new MessageId(1_900_000_000_000_001, 7, 1);
        var answer = (await host.GetAsync($"/api/groups/{id}/messages/{message}/receipts", ada.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal(
            $$"""{"group_id":"{{id}}","message_id":"{{message}}","member_count":3,"delivered_count":2,"read_count":1,"receipts":[{"user_id":"ben","delivered":true,"read":false},{"user_id":"cy","delivered":true,"read":true},{"user_id":"dan","delivered":false,"read":false}]}""",
            answer.Text);
        (await host.GetAsync($"/api/groups/{id}/messages/12/receipts", ada.AccessToken)).Expect(HttpStatusCode.BadRequest, "invalid_value", "message_id");
    }

    [Fact]
    public async Task The_groups_of_a_user_come_from_the_listing_page_by_page()
    {
        await using var host = await AccountHost.StartAsync();
        var ada = await host.RegisterAsync("ada");
        var user = new UserId(ada["user_id"]);
        await host.Services.GetRequiredService<IGroupListing>().WriteAsync(
            [.. Enumerable.Range(0, 5).Select(i => new GroupListing(new GroupId($"g_{i}"), 1, 9, $"Group {i}", 1, [new ListedMember(user, GroupRole.Admin, i)]))], CancellationToken.None);
        var first = (await host.GetAsync("/api/groups?limit=3", ada.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"group_id":"g_0","name":"Group 0","role":"admin","joined_at":0,"revision":9}""", first.Json["groups"]![0]!.ToJsonString());
        Assert.Equal("g_2", first["next_cursor"]);
        var second = (await host.GetAsync($"/api/groups?limit=3&cursor={first["next_cursor"]}", ada.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal(["g_3", "g_4"], second.Json["groups"]!.AsArray().Select(group => group!["group_id"]!.ToString()));
        Assert.Null(second.Json["next_cursor"]);
        (await host.GetAsync("/api/groups?limit=0", ada.AccessToken)).Expect(HttpStatusCode.BadRequest, "invalid_value", "limit");
    }

    [Fact]
    public async Task Too_many_groups_at_once_are_told_when_to_come_again()
    {
        await using var host = await AccountHost.StartAsync(("Limits:GroupsPerMinute", "2"));
        var ada = await host.RegisterAsync("ada");
        await GroupAsync(host, ada);
        await GroupAsync(host, ada);
        var refused = (await host.PostAsync("/api/groups", new { name = "x" }, ada.AccessToken)).Expect(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.True(int.Parse(refused["retry_after_ms"]) > 0);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await GroupAsync(host, ada);
    }

    [Fact]
    public async Task A_group_that_does_not_answer_is_asked_again_and_then_unavailable()
    {
        await using var host = await AccountHost.StartAsync();
        var ada = await host.RegisterAsync("ada");
        host.Entities.Groups.IsSilent = true;
        var answer = host.GetAsync("/api/groups/g_1", ada.AccessToken);
        while (!answer.IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromSeconds(0.5));
            await Task.Delay(1);
        }

        (await answer).Expect(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.True(host.Entities.Groups.Told.Count > 1);
        Assert.Single(host.Entities.Groups.Told.Distinct());
    }

    internal static async Task<string> GroupAsync(AccountHost host, Answer owner, params string[] members) =>
        (await host.PostAsync("/api/groups", new { name = "Chess", member_ids = members }, owner.AccessToken)).Expect(HttpStatusCode.Created)["group_id"];

    internal static Task<Answer> ChangeAsync(AccountHost host, HttpMethod method, string path, object? body, Answer by) =>
        host.SendAsync(method, path, by.AccessToken, body is null ? null : JsonContent.Create(body));
}
