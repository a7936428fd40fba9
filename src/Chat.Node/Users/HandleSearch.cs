using Chat.Actors.Databases;
using Chat.Actors.Databases.Tables;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB;
using LinqToDB.Async;

namespace Chat.Node.Users;

/// <summary>Finds users by handle: the whole of it in its own database, the beginning of it in all.</summary>
internal sealed class HandleSearch(IDatabases databases, ProfileStore profiles)
{
    public const int MaximumHits = 20;

    /// <summary>Sorts after every character of a handle ('z' is the last).</summary>
    private const string AfterAll = "{";

    /// <summary>A handle, or how it begins, from what people write: with an @ before it, in either case.</summary>
    public static string Sought(string? text) => (text ?? "").Trim().TrimStart('@').ToLowerInvariant();

    public async Task<IReadOnlyList<ProfileRow>> FindAsync(string handle, CancellationToken cancellation)
    {
        var slot = Slot.Of(handle);
        var hits = await databases.For(slot).ReadAsync(
            (connection, stop) => connection.GetTable<HandleRow>().Where(row => row.Slot == slot.Value && row.Handle == handle).ToListAsync(stop),
            cancellation);
        return await ProfilesOfAsync(hits, cancellation);
    }

    /// <summary>The first <see cref="MaximumHits"/> in order of handles; the exact one, if any, is the first.</summary>
    public async Task<IReadOnlyList<ProfileRow>> FindByPrefixAsync(string prefix, CancellationToken cancellation)
    {
        var end = prefix + AfterAll;
        var hits = await Task.WhenAll(databases.All.Select(async database =>
        {
            var found = await database.ReadAsync(
                (connection, stop) => connection.GetTable<HandleRow>()
                    .Where(row => row.Handle.CompareTo(prefix) >= 0 && row.Handle.CompareTo(end) < 0)
                    .OrderBy(row => row.Handle).Take(MaximumHits).ToListAsync(stop),
                cancellation);
            return found.Where(row => databases.Has(database, new Slot(row.Slot))); // a move may have left some behind
        }));
        return await ProfilesOfAsync(hits.SelectMany(found => found).OrderBy(hit => hit.Handle, StringComparer.Ordinal).Take(MaximumHits), cancellation);
    }

    private async Task<IReadOnlyList<ProfileRow>> ProfilesOfAsync(IEnumerable<HandleRow> hits, CancellationToken cancellation)
    {
        var found = new List<ProfileRow>();
        foreach (var hit in hits)
            found.Add(await profiles.FindAsync(new UserId(hit.UserId), cancellation)
                ?? new ProfileRow { Slot = 0, UserId = hit.UserId, Handle = hit.Handle, UpdatedAt = 0 });
        return found;
    }
}
