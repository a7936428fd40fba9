using Chat.Actors.Databases;
using Chat.Actors.Databases.Tables;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Chat.Node.Users;

/// <summary>What others see of users. Someone whose account is elsewhere has a profile once he has set a name.</summary>
internal sealed class ProfileStore(IDatabases databases, TimeProvider time)
{
    public Task<ProfileRow?> FindAsync(UserId user, CancellationToken cancellation)
    {
        var slot = Slot.Of(user.Value).Value;
        return databases.For(new Slot(slot)).ReadAsync(
            (connection, stop) => connection.GetTable<ProfileRow>()
                .FirstOrDefaultAsync(row => row.Slot == slot && row.UserId == user.Value, stop),
            cancellation);
    }

    /// <summary>The profiles of those who have one: one query per database.</summary>
    public async Task<IReadOnlyDictionary<UserId, ProfileRow>> FindManyAsync(IEnumerable<UserId> users, CancellationToken cancellation)
    {
        var found = new Dictionary<UserId, ProfileRow>();
        foreach (var own in users.GroupBy(user => databases.For(Slot.Of(user.Value))))
        {
            // The ids decide; the slots are what the index begins with.
            var slots = own.Select(user => Slot.Of(user.Value).Value).Distinct().ToArray();
            var ids = own.Select(user => user.Value).ToArray();
            var rows = await own.Key.ReadAsync(
                (connection, stop) => connection.GetTable<ProfileRow>()
                    .Where(row => slots.Contains(row.Slot) && ids.Contains(row.UserId)).ToListAsync(stop),
                cancellation);
            foreach (var row in rows)
                found[new UserId(row.UserId)] = row;
        }

        return found;
    }

    /// <summary>Takes a user id for a new account; false where it is taken. Finds its own unfinished claim again.</summary>
    public async Task<bool> ClaimAsync(UserId user, string handle, string displayName, CancellationToken cancellation)
    {
        var slot = Slot.Of(user.Value);
        return await databases.For(slot).WriteAsync(
            exclusive: null,
            async (connection, stop) =>
            {
                await connection.ExecuteAsync(
                    "insert into profiles (slot, user_id, handle, display_name, updated_at) values (@slot, @user, @handle, @name, @at) " +
                    "on conflict (slot, user_id) do nothing",
                    stop, DataParameter.Int32("slot", slot.Value), DataParameter.Text("user", user.Value), DataParameter.Text("handle", handle),
                    DataParameter.Text("name", displayName), DataParameter.Int64("at", Now()));
                return await connection.GetTable<ProfileRow>()
                    .AnyAsync(row => row.Slot == slot.Value && row.UserId == user.Value && row.Handle == handle, stop);
            },
            cancellation);
    }

    /// <summary>Gives a claim back whose account did not come to be.</summary>
    public Task ReleaseAsync(UserId user, string handle, CancellationToken cancellation)
    {
        var slot = Slot.Of(user.Value);
        return databases.For(slot).WriteAsync(
            exclusive: null,
            (connection, stop) => connection.GetTable<ProfileRow>()
                .Where(row => row.Slot == slot.Value && row.UserId == user.Value && row.Handle == handle).DeleteAsync(stop),
            cancellation);
    }

    public Task SetDisplayNameAsync(UserId user, string displayName, CancellationToken cancellation)
    {
        var slot = Slot.Of(user.Value);
        return databases.For(slot).WriteAsync(
            exclusive: null,
            (connection, stop) => connection.ExecuteAsync(
                "insert into profiles (slot, user_id, display_name, updated_at) values (@slot, @user, @name, @at) " +
                "on conflict (slot, user_id) do update set display_name = excluded.display_name, updated_at = excluded.updated_at",
                stop, DataParameter.Int32("slot", slot.Value), DataParameter.Text("user", user.Value),
                DataParameter.Text("name", displayName), DataParameter.Int64("at", Now())),
            cancellation);
    }

    private long Now() => time.GetUtcNow().ToUnixTimeMilliseconds();
}
