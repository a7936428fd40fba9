using System.Data.Common;
using Chat.Actors.Databases;
using Chat.Actors.Databases.Tables;
using Chat.Domain.Users;
using Chat.Node.Problems;
using Chat.Node.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB;
using LinqToDB.Async;

namespace Chat.Node.Accounts.Sessions;

/// <summary>
/// Tells users' entities, which close connections, of revocations that stand in SQL: at once, and those that found no ear again every
/// <see cref="Interval"/> until they have. Several nodes may tell the same; that does no harm.
/// </summary>
internal sealed partial class RevocationDelivery(IDatabases databases, UserEntity entity, TimeProvider time, ILogger<RevocationDelivery> log)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private const int Batch = 100;

    /// <exception cref="ProblemException">The entity has not confirmed; it will be told again.</exception>
    public async Task TellAsync(WrittenRevocation revocation, CancellationToken cancellation)
    {
        await entity.RevokeAsync(
            revocation.User, revocation.Device, revocation.ValidFrom, revocation.Reason, revocation.Except, cancellation);
        await ConfirmAsync(revocation, cancellation);
    }

    /// <summary>Where the caller's answer does not depend on it.</summary>
    public async Task TryTellAsync(WrittenRevocation revocation, CancellationToken cancellation)
    {
        try
        {
            await TellAsync(revocation, cancellation);
        }
        catch (Exception e) when (e is ProblemException or DbException)
        {
            Log.Later(log, revocation.User.Value, e.Message);
        }
    }

    /// <summary>What of this user and device is not confirmed yet.</summary>
    /// <exception cref="ProblemException">The entity has not confirmed.</exception>
    public async Task TellPendingAsync(UserId user, DeviceId device, CancellationToken cancellation)
    {
        var slot = Slot.Of(user.Value);
        var rows = await databases.For(slot).ReadAsync(
            (connection, stop) => connection.GetTable<RevocationRow>()
                .Where(row => row.Slot == slot.Value && row.UserId == user.Value && row.DeviceId == device.Value && row.Pending == 1)
                .ToListAsync(stop),
            cancellation);
        foreach (var row in rows)
            await TellAsync(Of(row), cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Each by itself: one that is gone holds up none of the others.
            await Task.WhenAll(databases.All.Select(database => TellThoseInAsync(database, stoppingToken)));
        }
    }

    private async Task TellThoseInAsync(IDatabase database, CancellationToken stopping)
    {
        try
        {
            foreach (var revocation in await PendingAsync(database, stopping))
                await TryTellAsync(revocation, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // An exception that leaves here would stop the whole node.
            Log.NotTold(log, e.Message, database.Name);
        }
    }

    private async Task<IReadOnlyList<WrittenRevocation>> PendingAsync(IDatabase database, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            (connection, stop) => connection.GetTable<RevocationRow>().Where(row => row.Pending == 1).Take(Batch).ToListAsync(stop), cancellation);
        return [.. rows.Where(row => databases.Has(database, new Slot(row.Slot))).Select(Of)]; // a move may have left some behind
    }

    private static WrittenRevocation Of(RevocationRow row) => new(
        new UserId(row.UserId), row.DeviceId == RevocationRow.AllDevices ? null : new DeviceId(row.DeviceId), row.ValidFrom,
        (RevocationReason)row.Reason, row.ExceptDevice is { } except ? new DeviceId(except) : null);

    /// <summary>Unless a later one has taken its place meanwhile.</summary>
    private Task<int> ConfirmAsync(WrittenRevocation revocation, CancellationToken cancellation)
    {
        var slot = Slot.Of(revocation.User.Value);
        var device = revocation.Device?.Value ?? RevocationRow.AllDevices;
        return databases.For(slot).WriteAsync(
            exclusive: null,
            (connection, stop) => connection.GetTable<RevocationRow>()
                .Where(row => row.Slot == slot.Value && row.UserId == revocation.User.Value && row.DeviceId == device && row.ValidFrom == revocation.ValidFrom)
                .Set(row => row.Pending, 0)
                .UpdateAsync(stop),
            cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A revocation of {User} is not confirmed by his entity yet: {Reason}")]
        public static partial void Later(ILogger log, string user, string reason);

        [LoggerMessage(2, LogLevel.Warning, "Open revocations of database {Database} cannot be told: {Reason}")]
        public static partial void NotTold(ILogger log, string reason, string database);
    }
}
