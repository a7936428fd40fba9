using System.Net;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Accounts;

public sealed class AccountLifeTests
{
    [Fact]
    public async Task An_account_lives_from_registration_to_sign_out()
    {
        await using var host = await AccountHost.StartAsync();
        var registered = (await host.PostAsync(
            "/api/auth/register", new { name = "Alice_1", password = "correct horse", device_id = "phone", display_name = "Alice" }))
            .Expect(HttpStatusCode.OK);
        Assert.Equal("alice_1", registered["name"]);
        Assert.Equal("Alice", registered["display_name"]);
        Assert.Equal("phone", registered["device_id"]);
        Assert.Matches("^[a-z2-7]{16}$", registered["user_id"]);
        Assert.Equal((AccountHost.Start + TimeSpan.FromHours(1)).ToUnixTimeSeconds() * 1000, (long)registered.Json["expires_at"]!);

        var me = (await host.GetAsync("/api/users/me", registered.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal($"{host.Http.BaseAddress!.GetLeftPart(UriPartial.Authority)}/u/alice_1", me["link"]);

        var signedIn = (await host.SignInAsync("ALICE_1", "laptop")).Expect(HttpStatusCode.OK);
        Assert.Equal(registered["user_id"], signedIn["user_id"]);
        var refreshed = (await host.RefreshAsync(signedIn.RefreshToken)).Expect(HttpStatusCode.OK);
        Assert.Equal("laptop", refreshed["device_id"]);

        (await host.PostAsync("/api/auth/logout", null, refreshed.AccessToken)).Expect(HttpStatusCode.NoContent);
        (await host.GetAsync("/api/users/me", refreshed.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await host.RefreshAsync(refreshed.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await host.GetAsync("/api/users/me", registered.AccessToken)).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("al", "correct horse", "phone", "name")]
    [InlineData("alice!", "correct horse", "phone", "name")]
    [InlineData("alicealicealicealicealicealicealice", "correct horse", "phone", "name")]
    [InlineData("", "correct horse", "phone", "name")]
    [InlineData("alice", "short", "phone", "password")]
    [InlineData("alice", "correct horse", "", "device_id")]
    [InlineData("alice", "correct horse", "a\u0001b", "device_id")]
    public async Task A_registration_is_refused_with_the_name_of_the_wrong_field(string name, string password, string device, string field)
    {
        await using var host = await AccountHost.StartAsync();
        var answer = await host.PostAsync("/api/auth/register", new { name, password, device_id = device });
        answer.Expect(HttpStatusCode.BadRequest, field: field);
    }

    [Fact]
    public async Task A_name_and_a_chosen_user_id_are_given_once()
    {
        await using var host = await AccountHost.StartAsync();
        (await host.PostAsync("/api/auth/register", new { name = "alice", password = "correct horse", device_id = "a", user_id = "123" }))
            .Expect(HttpStatusCode.OK);
        (await host.RegisterAsync("ALICE")).Expect(HttpStatusCode.Conflict, "invalid_value", "name");
        (await host.PostAsync("/api/auth/register", new { name = "bob", password = "correct horse", device_id = "a", user_id = "123" }))
            .Expect(HttpStatusCode.Conflict, "invalid_value", "user_id");
        (await host.PostAsync("/api/auth/register", new { name = "alice", password = "correct horse", device_id = "a", user_id = "456" }))
            .Expect(HttpStatusCode.Conflict, "invalid_value", "name");
        // What lost the name was not left claimed.
        (await host.PostAsync("/api/auth/register", new { name = "bob", password = "correct horse", device_id = "a", user_id = "456" }))
            .Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_user_id_of_someone_who_came_with_a_token_from_elsewhere_cannot_be_chosen()
    {
        await using var host = await AccountHost.StartAsync();
        host.Entities.Devices[new UserId("123")] = [new DeviceInfo(new DeviceId("phone"), null, null, 1, 2, true)];
        (await host.PostAsync("/api/auth/register", new { name = "mallory", password = "correct horse", device_id = "a", user_id = "123" }))
            .Expect(HttpStatusCode.Conflict, "invalid_value", "user_id");
        (await host.RegisterAsync("mallory")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_concurrent_registrations_of_one_name_one_succeeds()
    {
        await using var host = await AccountHost.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.RegisterAsync("alice")));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        (await host.SignInAsync("alice")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_are_answered_alike()
    {
        await using var host = await AccountHost.StartAsync();
        await host.RegisterAsync("alice");
        var wrong = (await host.SignInAsync("alice", password: "wrong horse")).Expect(HttpStatusCode.Unauthorized, "not_authenticated");
        var unknown = (await host.SignInAsync("nobody")).Expect(HttpStatusCode.Unauthorized, "not_authenticated");
        Assert.Equal(wrong.Text, unknown.Text);
    }

    [Fact]
    public async Task Registration_can_be_closed()
    {
        await using var host = await AccountHost.StartAsync(("Accounts:Registration", "false"));
        (await host.RegisterAsync("alice")).Expect(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Beside_an_external_issuer_nobody_chooses_his_user_id()
    {
        await using var host = await AccountHost.StartAsync(("Auth:JwksUri", "https://issuer.example/jwks"));
        (await host.PostAsync("/api/auth/register", new { name = "alice", password = "correct horse", device_id = "a", user_id = "123" }))
            .Expect(HttpStatusCode.BadRequest, "invalid_value", "user_id");
    }

    [Fact]
    public async Task Attempts_are_limited_per_address_and_come_back_with_time()
    {
        await using var host = await AccountHost.StartAsync(("Accounts:AttemptsPerMinute", "3"));
        for (var i = 0; i < 3; i++)
            (await host.SignInAsync($"nobody{i}")).Expect(HttpStatusCode.Unauthorized);
        var limited = (await host.SignInAsync("nobody")).Expect(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.InRange((long)limited.Json["retry_after_ms"]!, 1, 20_000);
        Assert.NotNull(limited.Headers.RetryAfter);
        host.Time.Advance(TimeSpan.FromMilliseconds((long)limited.Json["retry_after_ms"]!));
        (await host.SignInAsync("nobody")).Expect(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_attempts_are_counted_by_who_stands_behind_it()
    {
        await using var host = await AccountHost.StartAsync(("Accounts:AttemptsPerMinute", "2"), ("Limits:TrustedProxies:0", "127.0.0.1"));
        for (var i = 0; i < 2; i++)
            (await SignInFromAsync("192.0.2.1")).Expect(HttpStatusCode.Unauthorized);
        (await SignInFromAsync("192.0.2.1")).Expect(HttpStatusCode.TooManyRequests, "rate_limited");
        (await SignInFromAsync("192.0.2.2")).Expect(HttpStatusCode.Unauthorized);

        Task<Answer> SignInFromAsync(string address)
        {
            host.Http.DefaultRequestHeaders.Remove("X-Forwarded-For");
            host.Http.DefaultRequestHeaders.Add("X-Forwarded-For", address);
            return host.SignInAsync($"nobody{Random.Shared.Next()}");
        }
    }

    [Fact]
    public async Task Changing_the_password_ends_all_other_devices_and_may_be_repeated()
    {
        await using var host = await AccountHost.StartAsync();
        var phone = await host.RegisterAsync("alice", "phone");
        var laptop = await host.SignInAsync("alice", "laptop");
        (await host.PostAsync("/api/auth/password", new { current_password = "no", new_password = "new horse battery" }, phone.AccessToken))
            .Expect(HttpStatusCode.Forbidden, "forbidden", "current_password");
        var change = new { current_password = "correct horse", new_password = "new horse battery" };
        (await host.PostAsync("/api/auth/password", change, phone.AccessToken)).Expect(HttpStatusCode.OK);
        // The answer was lost, so the client asks again with the token that it has.
        var changed = (await host.PostAsync("/api/auth/password", change, phone.AccessToken)).Expect(HttpStatusCode.OK);

        (await host.GetAsync("/api/users/me", laptop.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await host.RefreshAsync(laptop.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await host.GetAsync("/api/users/me", changed.AccessToken)).Expect(HttpStatusCode.OK);
        (await host.RefreshAsync(changed.RefreshToken)).Expect(HttpStatusCode.OK);
        (await host.SignInAsync("alice", "laptop")).Expect(HttpStatusCode.Unauthorized);
        var again = (await host.SignInAsync("alice", "laptop", "new horse battery")).Expect(HttpStatusCode.OK);
        (await host.GetAsync("/api/users/me", again.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.All(host.Entities.Revocations, revocation => Assert.Equal(
            (null, new DeviceId("phone"), RevocationReason.Revoked), (revocation.Device, revocation.Except, revocation.Reason)));
    }
}
