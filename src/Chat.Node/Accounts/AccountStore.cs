using Chat.Actors.Databases;
using Chat.Actors.Databases.Tables;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;

namespace Chat.Node.Accounts;

/// <summary>Login names and password hashes. A name is also a handle, and both have the same slot, so one transaction makes both.</summary>
internal sealed class AccountStore(IDatabases databases, TimeProvider time)
{
    public Task<AccountRow?> FindAsync(string name, CancellationToken cancellation)
    {
        var slot = Slot.Of(name);
        return databases.For(slot).ReadAsync(
            (connection, stop) => connection.GetTable<AccountRow>().FirstOrDefaultAsync(row => row.Slot == slot.Value && row.Name == name, stop),
            cancellation);
    }

    /// <summary>False where the name is taken; nothing has changed then.</summary>
    public Task<bool> CreateAsync(string name, UserId user, string passwordHash, CancellationToken cancellation)
    {
        var slot = Slot.Of(name);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return databases.For(slot).WriteAsync(
            exclusive: null,
            async (connection, stop) =>
            {
                var created = await connection.ExecuteAsync(
                    "insert into accounts (slot, name, user_id, password_hash, created_at, changed_at) " +
                    "values (@slot, @name, @user, @hash, @at, @at) on conflict (slot, name) do nothing",
                    stop, DataParameter.Int32("slot", slot.Value), DataParameter.Text("name", name), DataParameter.Text("user", user.Value),
                    DataParameter.Text("hash", passwordHash), DataParameter.Int64("at", now));
                if (created == 0)
                    return false;
                await connection.InsertOrReplaceAsync(new HandleRow { Slot = slot.Value, Handle = name, UserId = user.Value }, token: stop);
                return true;
            },
            cancellation);
    }

    /// <summary>False where the hash is not <paramref name="before"/> any more: someone else has changed the password meanwhile.</summary>
    public async Task<bool> ChangeHashAsync(string name, string before, string after, CancellationToken cancellation)
    {
        var slot = Slot.Of(name);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return await databases.For(slot).WriteAsync(
            exclusive: null,
            (connection, stop) => connection.GetTable<AccountRow>()
                .Where(row => row.Slot == slot.Value && row.Name == name && row.PasswordHash == before)
                .Set(row => row.PasswordHash, after)
                .Set(row => row.ChangedAt, now)
                .UpdateAsync(stop),
            cancellation) == 1;
    }
}
