using System.Net;
using System.Net.Http.Json;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Node.Tests.Accounts;
using Chat.Node.Tests.Tokens;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Users;

public sealed class UserAndDeviceTests
{
    private const string Key = "a key of thirty-two bytes or more";

    [Fact]
    public async Task A_user_of_an_application_with_accounts_of_its_own_has_a_profile_once_he_names_himself()
    {
        await using var host = await AccountHost.StartAsync(("Auth:SigningKey", Key));
        var token = Mint.Embedded(Key, "user/1", AccountHost.Start);
        var me = (await host.GetAsync("/api/users/me", token)).Expect(HttpStatusCode.OK);
        Assert.Equal(("user/1", "user/1"), (me["user_id"], me["display_name"]));
        Assert.Null(me.Json["link"]);

        (await host.SendAsync(HttpMethod.Patch, "/api/users/me", token, JsonContent.Create(new { display_name = "  Ünï " }))).Expect(HttpStatusCode.OK);
        var seen = (await host.GetAsync("/api/users/user%2F1", Mint.Embedded(Key, "other", AccountHost.Start))).Expect(HttpStatusCode.OK);
        Assert.Equal("Ünï", seen["display_name"]);
    }

    [Fact]
    public async Task A_user_is_found_by_his_id_where_he_has_a_profile_or_has_been_here()
    {
        await using var host = await AccountHost.StartAsync();
        var alice = await host.RegisterAsync("alice");
        (await host.GetAsync("/api/users/456", alice.AccessToken)).Expect(HttpStatusCode.NotFound, "user_not_found");
        host.Entities.Devices[new UserId("456")] = [new DeviceInfo(new DeviceId("phone"), null, null, 1, 2, true)];
        Assert.Equal("456", (await host.GetAsync("/api/users/456", alice.AccessToken)).Expect(HttpStatusCode.OK)["display_name"]);
        Assert.Equal("alice", (await host.GetAsync($"/api/users/{alice["user_id"]}", alice.AccessToken)).Expect(HttpStatusCode.OK)["name"]);
    }

    [Theory]
    [InlineData(false, "alice", "alice")]
    [InlineData(false, "@ALICE", "alice")]
    [InlineData(false, "ali", "")]
    [InlineData(true, "al", "al.b,alice,alicia")]
    [InlineData(true, "alice", "alice")]
    [InlineData(true, "b%", "")]
    public async Task Handles_are_found_whole_and_by_their_beginning_only_where_that_is_allowed(bool byPrefix, string query, string expected)
    {
        await using var host = await AccountHost.StartAsync(("Accounts:FindByPrefix", byPrefix.ToString()));
        var alice = await host.RegisterAsync("alice");
        foreach (var name in new[] { "alicia", "al.b", "bob" })
            await host.RegisterAsync(name);
        var found = (await host.GetAsync($"/api/users?query={Uri.EscapeDataString(query)}", alice.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal(expected, string.Join(',', found.Json["users"]!.AsArray().Select(user => user!["name"]!.ToString())));
    }

    [Fact]
    public async Task Devices_are_listed_and_a_removed_one_loses_its_session()
    {
        await using var host = await AccountHost.StartAsync();
        var phone = await host.RegisterAsync("alice", "phone");
        var laptop = await host.SignInAsync("alice", "laptop");
        var user = new UserId(phone["user_id"]);
        host.Entities.Devices[user] =
            [new(new DeviceId("phone"), "ios", "2.24.5", 1, 2, true) { Name = "My phone", SessionId = "sess_1", ConnectedAt = 3 }, new(new DeviceId("laptop"), null, null, 3, 4, false)];
        var first = (await host.GetAsync("/api/devices", phone.AccessToken)).Expect(HttpStatusCode.OK).Json["devices"]![0]!;
        Assert.Equal("""{"device_id":"phone","name":"My phone","platform":"ios","app_version":"2.24.5","registered_at":1,"last_seen":2,"online":true,"session":{"session_id":"sess_1","connected_at":3}}""", first.ToJsonString());

        (await host.SendAsync(HttpMethod.Delete, "/api/devices/laptop", phone.AccessToken)).Expect(HttpStatusCode.NoContent);
        (await host.GetAsync("/api/devices", laptop.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await host.RefreshAsync(laptop.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        Assert.Contains(host.Entities.Told, command => command is UserCommands.RemoveDevice { Device.Value: "laptop" });
        var again = await host.SignInAsync("alice", "laptop");
        (await host.GetAsync("/api/devices", again.AccessToken)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whatever_is_wrong_with_a_request_is_told_as_problem_details()
    {
        await using var host = await AccountHost.StartAsync();
        (await host.GetAsync("/api/nothing")).Expect(HttpStatusCode.NotFound, "unknown_type");
        (await host.GetAsync("/api/auth/register")).Expect(HttpStatusCode.NotFound, "unknown_type");
        (await host.GetAsync("/api/users/me")).Expect(HttpStatusCode.Unauthorized, "not_authenticated");
        (await host.GetAsync("/api/users/me", "abc")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        var bad = (await host.SendAsync(HttpMethod.Post, "/api/auth/token", null, new StringContent("{\n\"name\": x}"))).Expect(HttpStatusCode.BadRequest, "bad_json");
        Assert.Contains("line 2, byte 9", bad["detail"], StringComparison.Ordinal);
        (await host.SendAsync(HttpMethod.Post, "/api/auth/token", null, new StringContent("""{"name": 5}"""))).Expect(HttpStatusCode.BadRequest, "invalid_value", "name");
        (await host.SendAsync(HttpMethod.Post, "/api/auth/token", null, new StringContent("null"))).Expect(HttpStatusCode.BadRequest, "bad_json");
        (await host.SendAsync(HttpMethod.Post, "/api/auth/token", null, new StringContent(new string(' ', 9_000)))).Expect(HttpStatusCode.RequestEntityTooLarge, "content_too_large");
    }
}
