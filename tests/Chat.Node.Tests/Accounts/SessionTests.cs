using System.Net;
using Chat.Domain.Users;
using Chat.Node.Accounts.Sessions;
using Chat.Node.Tokens;
using Chat.Protocol.Ids;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Node.Tests.Accounts;

public sealed class SessionTests
{
    [Fact]
    public async Task A_refresh_whose_answer_was_lost_is_answered_with_the_same_token_again()
    {
        await using var host = await AccountHost.StartAsync();
        var session = await host.RegisterAsync("alice");
        var first = (await host.RefreshAsync(session.RefreshToken)).Expect(HttpStatusCode.OK);
        host.Time.Advance(TimeSpan.FromSeconds(20));
        var second = (await host.RefreshAsync(session.RefreshToken)).Expect(HttpStatusCode.OK);
        Assert.Equal(first.RefreshToken, second.RefreshToken);
        (await host.RefreshAsync(second.RefreshToken)).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Concurrent_refreshes_get_one_and_the_same_successor()
    {
        await using var host = await AccountHost.StartAsync();
        var session = await host.RegisterAsync("alice");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.RefreshAsync(session.RefreshToken)));
        Assert.All(answers, answer => answer.Expect(HttpStatusCode.OK));
        Assert.Single(answers.Select(answer => answer.RefreshToken).Distinct());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(61, false)]
    public async Task A_refresh_token_used_again_ends_the_whole_session(int secondsLater, bool successorWasUsed)
    {
        await using var host = await AccountHost.StartAsync();
        var stolen = (await host.RegisterAsync("alice")).RefreshToken;
        var latest = await host.RefreshAsync(stolen);
        if (successorWasUsed)
            latest = await host.RefreshAsync(latest.RefreshToken);
        host.Time.Advance(TimeSpan.FromSeconds(secondsLater));

        (await host.RefreshAsync(stolen)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await host.RefreshAsync(latest.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await host.GetAsync("/api/users/me", latest.AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        // Told at least once: what runs in the background may have found it not yet confirmed.
        Assert.Equal(RevocationReason.Revoked, Assert.Single(host.Entities.Revocations.Select(told => (told.ValidFrom, told.Reason)).Distinct()).Reason);
    }

    [Fact]
    public async Task A_refresh_token_expires()
    {
        await using var host = await AccountHost.StartAsync(("Auth:AccessTokenLifetime", "00:10:00"), ("Auth:RefreshTokenLifetime", "01:00:00"));
        var session = await host.RegisterAsync("alice");
        host.Time.Advance(TimeSpan.FromMinutes(61));
        (await host.RefreshAsync(session.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_expired");
        (await host.RefreshAsync("123" + new string('a', 43))).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await host.RefreshAsync("nonsense")).Expect(HttpStatusCode.Unauthorized, "token_invalid");
    }

    [Fact]
    public async Task Signing_out_and_in_within_one_second_works_as_often_as_one_likes()
    {
        await using var host = await AccountHost.StartAsync();
        var session = await host.RegisterAsync("alice");
        for (var i = 0; i < 5; i++)
        {
            (await host.PostAsync("/api/auth/logout", null, session.AccessToken)).Expect(HttpStatusCode.NoContent);
            var told = host.Entities.Revocations.Last();
            Assert.Equal(RevocationReason.SignOut, told.Reason);
            Assert.True(await IssuedAtAsync(host, session) < told.ValidFrom);
            (await host.GetAsync("/api/users/me", session.AccessToken)).Expect(HttpStatusCode.Unauthorized);

            session = (await host.SignInAsync("alice")).Expect(HttpStatusCode.OK);
            Assert.True(await IssuedAtAsync(host, session) >= told.ValidFrom);
            (await host.GetAsync("/api/users/me", session.AccessToken)).Expect(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task A_sign_out_that_the_entity_does_not_confirm_is_unavailable_and_its_repetition_ends_nothing_else()
    {
        await using var host = await AccountHost.StartAsync();
        var session = await host.RegisterAsync("alice");
        host.Entities.Fails = true;
        var refused = (await host.PostAsync("/api/auth/logout", null, session.AccessToken)).Expect(HttpStatusCode.ServiceUnavailable, "unavailable");
        // The entity has not heard of it, SQL has.
        (await host.GetAsync("/api/users/me", session.AccessToken)).Expect(HttpStatusCode.Unauthorized);
        host.Entities.Fails = false;
        var later = await host.SignInAsync("alice");
        (await host.PostAsync("/api/auth/logout", null, session.AccessToken)).Expect(HttpStatusCode.NoContent);
        (await host.GetAsync("/api/users/me", later.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal(2, host.Entities.Revocations.Count());
    }

    [Fact]
    public async Task A_revocation_that_was_not_confirmed_is_told_again_in_the_background()
    {
        await using var host = await AccountHost.StartAsync();
        var session = await host.RegisterAsync("alice");
        host.Entities.Fails = true;
        (await host.PostAsync("/api/auth/logout", null, session.AccessToken)).Expect(HttpStatusCode.ServiceUnavailable);
        host.Entities.Fails = false;
        await Until.TrueAsync(() =>
        {
            host.Time.Advance(RevocationDelivery.Interval);
            return host.Entities.Revocations.Count() >= 2;
        });
        Assert.Single(host.Entities.Revocations.Select(revocation => revocation.ValidFrom).Distinct());
    }

    [Fact]
    public async Task A_token_from_a_clock_that_is_ahead_ends_with_its_session_all_the_same()
    {
        await using var host = await AccountHost.StartAsync();
        var session = await host.RegisterAsync("alice", "phone");
        var ahead = host.Services.GetRequiredService<TokenIssuer>().Issue(
            new UserId(session["user_id"]), new DeviceId("phone"), AccountHost.Start.ToUnixTimeSeconds() + 20).Text;
        (await host.PostAsync("/api/auth/logout", null, ahead)).Expect(HttpStatusCode.NoContent);
        (await host.GetAsync("/api/users/me", ahead)).Expect(HttpStatusCode.Unauthorized);
    }

    private static async Task<long> IssuedAtAsync(AccountHost host, Answer session) =>
        (await host.Services.GetRequiredService<ITokenValidator>().ValidateAsync(session.AccessToken, CancellationToken.None)).Claims!.IssuedAt;
}
