using System.Collections.Concurrent;
using Chat.Actors.Databases;
using Chat.Actors.Databases.Tables;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB;
using LinqToDB.Async;

namespace Chat.Node.Tokens;

/// <summary>
/// Asks the table, and remembers the answer for <see cref="Memory"/>: so much later a revocation made on another node is noticed by
/// REST here. This node's own are noticed at once.
/// </summary>
internal sealed class Revocations(IDatabases databases, TimeProvider time) : IRevocations
{
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(5);

    /// <summary>Users remembered at most; beyond, all are forgotten, which costs each one query.</summary>
    private const int Capacity = 20_000;

    private readonly ConcurrentDictionary<UserId, Entry> _entries = new();

    public async ValueTask<bool> IsRevokedAsync(TokenClaims claims, CancellationToken cancellation)
    {
        var entry = _entries.TryGetValue(claims.UserId, out var known) && time.GetElapsedTime(known.At) < Memory
            ? known
            : await AskAsync(claims.UserId, cancellation);
        return claims.IssuedAt < RevocationRules.ValidFrom(entry.Rows, claims.Device);
    }

    /// <summary>To be called after every change to the user's rows.</summary>
    public void Forget(UserId user) => _entries.TryRemove(user, out _);

    private async Task<Entry> AskAsync(UserId user, CancellationToken cancellation)
    {
        var at = time.GetTimestamp();
        var slot = Slot.Of(user.Value);
        var rows = await databases.For(slot).ReadAsync(
            (connection, stop) => connection.GetTable<RevocationRow>()
                .Where(row => row.Slot == slot.Value && row.UserId == user.Value).ToListAsync(stop),
            cancellation);
        if (_entries.Count >= Capacity)
            _entries.Clear();
        return _entries[user] = new Entry(rows, at);
    }

    private sealed record Entry(IReadOnlyList<RevocationRow> Rows, long At);
}

internal static class RevocationRules
{
    /// <summary>Unix seconds from which tokens of this device count; 0 where nothing was ever revoked.</summary>
    /// <param name="device">Null for a token that is good for any device: only what concerns all devices ends it.</param>
    public static long ValidFrom(IEnumerable<RevocationRow> rows, DeviceId? device)
    {
        var validFrom = 0L;
        foreach (var row in rows)
        {
            if (row.DeviceId == RevocationRow.AllDevices)
                validFrom = Math.Max(validFrom, device is { } own && row.ExceptDevice == own.Value ? row.ExceptFrom : row.ValidFrom);
            else if (row.DeviceId == device?.Value)
                validFrom = Math.Max(validFrom, row.ValidFrom);
        }

        return validFrom;
    }
}
