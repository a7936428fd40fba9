using Chat.Actors.Databases;
using Chat.Actors.Databases.Tables;
using Chat.Domain.Users;
using Chat.Node.Configuration;
using Chat.Node.Tokens;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB;
using LinqToDB.Async;

namespace Chat.Node.Accounts.Sessions;

/// <summary>
/// Sessions in SQL: one per user and device. All changes to one user's come one after the other, so that a refresh under way cannot
/// outlive the sign-out that it crosses.
/// </summary>
/// <remarks>
/// <c>iat</c> counts seconds, and a sign-in may follow a sign-out within one. A revocation therefore counts from the second after
/// everything that can have been issued before it (now, what was in force, the last token by another node's clock), and a new token is issued from then on,
/// be that a second ahead of the clock.
/// </remarks>
internal sealed class SessionStore(
    IDatabases databases, TokenIssuer issuer, SigningKey key, Revocations revocations, IRandomness randomness, ChatSettings settings, TimeProvider time)
{
    /// <summary>A used refresh token answers with the same successor for so long: the answer may have been lost.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>So long after its use, at least, a refresh token is still recognised as used.</summary>
    private static readonly TimeSpan ReuseMemory = TimeSpan.FromDays(1);

    private readonly byte[] _successorKey = key.Derive("refresh token successor");

    /// <summary>Begins a session, in place of the device's former one.</summary>
    public Task<Session> OpenAsync(UserId user, DeviceId device, CancellationToken cancellation) =>
        ChangeAsync(user, async tables => await OpenAsync(tables, user, device, await tables.ValidFromAsync(device)), cancellation);

    /// <summary>Exchanges a refresh token for its successor.</summary>
    public async Task<RefreshOutcome> RefreshAsync(RefreshSecret secret, CancellationToken cancellation)
    {
        var hash = secret.Hash;
        var slot = secret.Slot.Value;
        var owner = await databases.For(secret.Slot).ReadAsync(
            (connection, stop) => connection.GetTable<RefreshTokenRow>()
                .Where(row => row.Slot == slot && row.TokenHash == hash).Select(row => row.UserId).FirstOrDefaultAsync(stop),
            cancellation);
        if (!UserId.TryParse(owner, out var user))
            return new RefreshOutcome.Unknown();
        var outcome = await ChangeAsync(user, tables => RefreshAsync(tables, user, secret), cancellation);
        if (outcome is RefreshOutcome.Reused)
            revocations.Forget(user);
        return outcome;
    }

    /// <summary>Ends the device's session and every token issued for it so far.</summary>
    /// <param name="issuedAt"><c>iat</c> of the token that asks, 0 where it is not the device's own.</param>
    public async Task<WrittenRevocation> EndDeviceAsync(
        UserId user, DeviceId device, long issuedAt, RevocationReason reason, CancellationToken cancellation)
    {
        var written = await ChangeAsync(user, tables => EndAsync(tables, user, device, issuedAt, reason), cancellation);
        revocations.Forget(user);
        return written;
    }

    /// <summary>Ends every session of the user, and every token issued for him so far.</summary>
    public async Task<WrittenRevocation> EndAllAsync(UserId user, CancellationToken cancellation)
    {
        var written = await ChangeAsync(
            user,
            async tables =>
            {
                var rows = await tables.RevocationsAsync();
                var validFrom = After(rows.Select(row => row.ValidFrom).DefaultIfEmpty().Max(), await tables.LastIssuedAsync(null));
                await tables.RevokeAllAsync(validFrom);
                await tables.EndAllAsync();
                return new WrittenRevocation(user, null, validFrom, RevocationReason.Revoked, null);
            },
            cancellation);
        revocations.Forget(user);
        return written;
    }

    /// <summary>Ends the sessions of all other devices, and begins a new one for this.</summary>
    public async Task<(Session Session, WrittenRevocation Written)> EndOthersAsync(
        UserId user, DeviceId device, long issuedAt, CancellationToken cancellation)
    {
        var result = await ChangeAsync(
            user,
            async tables =>
            {
                var rows = await tables.RevocationsAsync();
                var validFrom = After(issuedAt, rows.Select(row => row.ValidFrom).DefaultIfEmpty().Max(), await tables.LastIssuedAsync(null));
                await tables.RevokeAllButAsync(device, validFrom, RevocationRules.ValidFrom(rows, device));
                await tables.EndAllAsync();
                var session = await OpenAsync(tables, user, device, validFrom);
                return (session, new WrittenRevocation(user, null, validFrom, RevocationReason.Revoked, device));
            },
            cancellation);
        revocations.Forget(user);
        return result;
    }

    private async Task<RefreshOutcome> RefreshAsync(SessionTables tables, UserId user, RefreshSecret secret)
    {
        if (await tables.FindAsync(secret) is not { } row || !DeviceId.TryParse(row.DeviceId, out var device))
            return new RefreshOutcome.Unknown();
        var now = time.GetUtcNow();
        var successor = secret.Next(_successorKey);
        if (row.RotatedAt is null)
        {
            if (row.ExpiresAt <= now.ToUnixTimeMilliseconds())
                return new RefreshOutcome.Expired();
            var expires = (now + settings.Auth.RefreshTokenLifetime).ToUnixTimeMilliseconds();
            await tables.MarkRotatedAsync(secret, now.ToUnixTimeMilliseconds(), (now + ReuseMemory).ToUnixTimeMilliseconds());
            await tables.InsertAsync(successor, device, row.Family, now.ToUnixTimeMilliseconds(), expires);
            return new RefreshOutcome.Renewed(await IssueAsync(tables, user, device, successor, expires));
        }

        var inGrace = now.ToUnixTimeMilliseconds() - row.RotatedAt <= Grace.TotalMilliseconds;
        if (inGrace && await tables.FindAsync(successor) is { RotatedAt: null } unused)
            return new RefreshOutcome.Renewed(await IssueAsync(tables, user, device, successor, unused.ExpiresAt));
        return new RefreshOutcome.Reused(await EndAsync(tables, user, device, issuedAt: 0, RevocationReason.Revoked));
    }

    private async Task<WrittenRevocation> EndAsync(SessionTables tables, UserId user, DeviceId device, long issuedAt, RevocationReason reason)
    {
        var validFrom = After(issuedAt, await tables.ValidFromAsync(device), await tables.LastIssuedAsync(device));
        await tables.RevokeDeviceAsync(device, validFrom, reason);
        await tables.EndDeviceAsync(device);
        return new WrittenRevocation(user, device, validFrom, reason, null);
    }

    private async Task<Session> OpenAsync(SessionTables tables, UserId user, DeviceId device, long validFrom)
    {
        var now = time.GetUtcNow();
        var secret = RefreshSecret.Make(Slot.Of(user.Value), randomness);
        var expires = (now + settings.Auth.RefreshTokenLifetime).ToUnixTimeMilliseconds();
        await tables.EndDeviceAsync(device);
        await tables.InsertAsync(secret, device, randomness.Text(16), now.ToUnixTimeMilliseconds(), expires);
        return new Session(user, device, issuer.Issue(user, device, validFrom), secret, expires);
    }

    private async Task<Session> IssueAsync(SessionTables tables, UserId user, DeviceId device, RefreshSecret refresh, long refreshExpires) =>
        new(user, device, issuer.Issue(user, device, await tables.ValidFromAsync(device)), refresh, refreshExpires);

    private Task<T> ChangeAsync<T>(UserId user, Func<SessionTables, Task<T>> change, CancellationToken cancellation) =>
        databases.For(Slot.Of(user.Value)).WriteAsync(
            $"sessions/{user.Value}", (connection, stop) => change(new SessionTables(connection, user, stop)), cancellation);

    /// <summary>The second after all of these and now; they may come from clocks of other nodes.</summary>
    private long After(params ReadOnlySpan<long> seconds)
    {
        var latest = time.GetUtcNow().ToUnixTimeSeconds();
        foreach (var second in seconds)
            latest = Math.Max(latest, second);
        return latest + 1;
    }
}
