using System.Net;
using Chat.Actors.Databases;
using Chat.Actors.Databases.Slots;
using Chat.Node.Tests.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Node.Tests.Accounts;

/// <summary>Two nodes on one database: what one writes the other sees, and what both do at once happens once.</summary>
public sealed class AccountsOnPostgresTests
{
    private const string Key = "a key of thirty-two bytes or more";

    [SkippableFact]
    public async Task Two_nodes_share_accounts_sessions_and_revocations()
    {
        using var database = new DatabaseFolder(DatabaseKind.PostgreSQL);
        await using var one = await StartAsync(database);
        await using var other = await StartAsync(database);
        var registrations = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? one : other).RegisterAsync("alice")));
        var session = Assert.Single(registrations, answer => answer.Status == HttpStatusCode.OK);

        var refreshed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? one : other).RefreshAsync(session.RefreshToken)));
        Assert.Single(refreshed.Select(answer => answer.Expect(HttpStatusCode.OK).RefreshToken).Distinct());

        (await one.PostAsync("/api/auth/logout", null, refreshed[0].AccessToken)).Expect(HttpStatusCode.NoContent);
        (await other.RefreshAsync(refreshed[0].RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
        (await other.GetAsync("/api/users/me", refreshed[0].AccessToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");

        var again = (await other.SignInAsync("alice")).Expect(HttpStatusCode.OK);
        var changed = (await other.PostAsync(
            "/api/auth/password", new { current_password = "correct horse", new_password = "new horse battery" }, again.AccessToken)).Expect(HttpStatusCode.OK);
        var found = (await one.GetAsync("/api/users?query=al", changed.AccessToken)).Expect(HttpStatusCode.OK);
        Assert.Equal("alice", Assert.Single(found.Json["users"]!.AsArray())!["name"]!.ToString());
        Assert.Equal("alice", (await one.GetAsync($"/api/users/{session["user_id"]}", changed.AccessToken)).Expect(HttpStatusCode.OK)["name"]);
    }

    [SkippableFact]
    public async Task A_refresh_that_crosses_a_sign_out_does_not_outlive_it()
    {
        using var database = new DatabaseFolder(DatabaseKind.PostgreSQL);
        await using var one = await StartAsync(database);
        await using var other = await StartAsync(database);
        var session = (await one.RegisterAsync("alice")).Expect(HttpStatusCode.OK);
        for (var i = 0; i < 5; i++)
        {
            var crossing = Task.Run(() => one.RefreshAsync(session.RefreshToken));
            (await other.PostAsync("/api/auth/logout", null, session.AccessToken)).Expect(HttpStatusCode.NoContent);
            if (await crossing is { Status: HttpStatusCode.OK } late)
                (await other.RefreshAsync(late.RefreshToken)).Expect(HttpStatusCode.Unauthorized, "token_invalid");
            session = (await one.SignInAsync("alice")).Expect(HttpStatusCode.OK);
        }
    }

    [SkippableFact]
    public async Task Accounts_are_spread_over_two_databases_found_in_both_and_move_between_them()
    {
        using var home = new DatabaseFolder(DatabaseKind.PostgreSQL);
        using var other = new DatabaseFolder(DatabaseKind.PostgreSQL);
        string[] names = [.. Enumerable.Range(0, 16).Select(i => $"mover{i:00}")];
        await using (var host = await StartAsync(home, (other, "800-fff")))
        {
            foreach (var name in names) (await host.RegisterAsync(name)).Expect(HttpStatusCode.OK);
            Assert.Equal(names, await FindAsync(host, "mover"));
        }

        // A node with the old map is told that they are gone, and goes on with the others.
        await using var stale = await StartAsync(home, (other, "800-fff"));
        using (var map = new SqlDatabases(home.Options with { Others = [new OtherDatabase(other.Options.ConnectionString, SlotSet.Where(slot => slot < 0x800))] }))
            await new SlotMove(map, _ => { }, TimeProvider.System).RunAsync(CancellationToken.None);
        await stale.Services.GetRequiredService<SqlDatabases>().LookAsync(CancellationToken.None);
        (await stale.SignInAsync(names[0])).Expect(HttpStatusCode.ServiceUnavailable, "unavailable");

        await using var fresh = await StartAsync(home, (other, "000-7ff"));
        Assert.Equal(names, await FindAsync(fresh, "mover"));
        foreach (var name in names) (await fresh.SignInAsync(name)).Expect(HttpStatusCode.OK);
    }

    private static async Task<IEnumerable<string>> FindAsync(AccountHost host, string prefix)
    {
        var session = (await host.SignInAsync($"{prefix}00")).Expect(HttpStatusCode.OK);
        return (await host.GetAsync($"/api/users?query={prefix}", session.AccessToken)).Expect(HttpStatusCode.OK)
            .Json["users"]!.AsArray().Select(user => user!["name"]!.ToString()).ToList();
    }

    private static Task<AccountHost> StartAsync(DatabaseFolder home, (DatabaseFolder Database, string Slots) other) => AccountHost.StartAsync(
        ("Database:Provider", "PostgreSQL"), ("Database:ConnectionString", home.Options.ConnectionString), ("Auth:SigningKey", Key),
        ("Database:Others:0:ConnectionString", other.Database.Options.ConnectionString), ("Database:Others:0:Slots", other.Slots),
        ("Accounts:FindByPrefix", "true"));

    private static Task<AccountHost> StartAsync(DatabaseFolder database) => AccountHost.StartAsync(
        ("Database:Provider", "PostgreSQL"), ("Database:ConnectionString", database.Options.ConnectionString), ("Auth:SigningKey", Key),
        ("Accounts:FindByPrefix", "true"));
}
