using Chat.Actors.Databases.Tables;
using Chat.Domain.Users;
using Chat.Node.Tokens;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Chat.Node.Accounts.Sessions;

/// <summary>The statements on one user's refresh tokens and revocations, inside a transaction that excludes others on the same user.</summary>
internal sealed class SessionTables(DataConnection connection, UserId user, CancellationToken cancellation)
{
    private readonly int _slot = Slot.Of(user.Value).Value;

    /// <summary>Unix seconds from which tokens of the device count.</summary>
    public async Task<long> ValidFromAsync(DeviceId device) => RevocationRules.ValidFrom(await RevocationsAsync(), device);

    public Task<List<RevocationRow>> RevocationsAsync() =>
        connection.GetTable<RevocationRow>().Where(row => row.Slot == _slot && row.UserId == user.Value).ToListAsync(cancellation);

    /// <summary>Unix seconds by the clock of whichever node last issued a token for the device (null: any); 0 where none did.</summary>
    public async Task<long> LastIssuedAsync(DeviceId? device)
    {
        var tokens = connection.GetTable<RefreshTokenRow>().Where(row => row.Slot == _slot && row.UserId == user.Value);
        if (device is { } one)
            tokens = tokens.Where(row => row.DeviceId == one.Value);
        return (await tokens.MaxAsync(row => (long?)row.IssuedAt, cancellation) ?? 0) / 1000;
    }

    public Task RevokeDeviceAsync(DeviceId device, long validFrom, RevocationReason reason) =>
        connection.InsertOrReplaceAsync(Row(device.Value, validFrom, reason), token: cancellation);

    /// <summary>All devices but one, whose tokens count from where they did.</summary>
    public Task RevokeAllButAsync(DeviceId device, long validFrom, long exceptFrom) =>
        connection.InsertOrReplaceAsync(
            Row(RevocationRow.AllDevices, validFrom, RevocationReason.Revoked) with { ExceptDevice = device.Value, ExceptFrom = exceptFrom },
            token: cancellation);

    public Task RevokeAllAsync(long validFrom) =>
        connection.InsertOrReplaceAsync(Row(RevocationRow.AllDevices, validFrom, RevocationReason.Revoked), token: cancellation);

    public Task InsertAsync(RefreshSecret secret, DeviceId device, string family, long issuedAt, long expiresAt) =>
        connection.InsertAsync(
            new RefreshTokenRow
            {
                Slot = _slot, TokenHash = secret.Hash, UserId = user.Value, DeviceId = device.Value, Family = family,
                IssuedAt = issuedAt, ExpiresAt = expiresAt,
            },
            token: cancellation);

    public Task<RefreshTokenRow?> FindAsync(RefreshSecret secret)
    {
        var hash = secret.Hash;
        return connection.GetTable<RefreshTokenRow>().FirstOrDefaultAsync(row => row.Slot == _slot && row.TokenHash == hash, cancellation);
    }

    public Task MarkRotatedAsync(RefreshSecret secret, long rotatedAt, long keepUntil)
    {
        var hash = secret.Hash;
        return connection.GetTable<RefreshTokenRow>()
            .Where(row => row.Slot == _slot && row.TokenHash == hash)
            .Set(row => row.RotatedAt, rotatedAt)
            .Set(row => row.ExpiresAt, keepUntil)
            .UpdateAsync(cancellation);
    }

    public Task EndDeviceAsync(DeviceId device) =>
        connection.GetTable<RefreshTokenRow>()
            .Where(row => row.Slot == _slot && row.UserId == user.Value && row.DeviceId == device.Value).DeleteAsync(cancellation);

    public Task EndAllAsync() =>
        connection.GetTable<RefreshTokenRow>().Where(row => row.Slot == _slot && row.UserId == user.Value).DeleteAsync(cancellation);

    private RevocationRow Row(string device, long validFrom, RevocationReason reason) => new()
    {
        Slot = _slot, UserId = user.Value, DeviceId = device, ValidFrom = validFrom, Reason = (int)reason, Pending = 1,
    };
}
