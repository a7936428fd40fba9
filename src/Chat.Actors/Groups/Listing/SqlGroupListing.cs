using System.Text;
using Chat.Actors.Databases;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace Chat.Actors.Groups.Listing;

/// <summary>The table <c>user_groups</c>.</summary>
public sealed class SqlGroupListing(IDatabases databases) : IGroupListing
{
    /// <summary>Rows in a statement: 8 parameters each, and SQLite takes 32,766.</summary>
    private const int RowsAtOnce = 500;

    public async Task UpsertManyAsync(IReadOnlyCollection<GroupListingRow> rows, CancellationToken cancellation)
    {
        foreach (var (database, own) in ByDatabase(Newest(rows), row => row.User))
        {
            await database.WriteAsync(
                null,
                async (connection, token) =>
                {
                    foreach (var some in own.Chunk(RowsAtOnce))
                        await UpsertAsync(connection, some, token);
                    return own.Count;
                },
                cancellation);
        }
    }

    public async Task RemoveManyAsync(IReadOnlyCollection<(UserId User, GroupId Group, long Revision)> members, CancellationToken cancellation)
    {
        foreach (var (database, own) in ByDatabase(members, member => member.User))
        {
            await database.WriteAsync(
                null,
                async (connection, token) =>
                {
                    foreach (var (user, group, revision) in own)
                    {
                        var (slot, userId, groupId) = (Slot.Of(user.Value).Value, user.Value, group.Value);
                        await connection.GetTable<Row>().DeleteAsync(
                            r => r.Slot == slot && r.UserId == userId && r.GroupId == groupId && r.LeftAt != null && r.Revision <= revision, token);
                    }

                    return own.Count;
                },
                cancellation);
        }
    }

    public Task<IReadOnlyList<GroupListingRow>> ListOfAsync(UserId user, GroupId? after, int limit, CancellationToken cancellation)
    {
        var slot = Slot.Of(user.Value);
        var from = after?.Value ?? "";
        return databases.For(slot).ReadAsync<IReadOnlyList<GroupListingRow>>(
            async (connection, token) =>
            {
                var rows = await connection.GetTable<Row>()
                    .Where(r => r.Slot == slot.Value && r.UserId == user.Value && r.GroupId.CompareTo(from) > 0 && r.LeftAt == null)
                    .OrderBy(r => r.GroupId).Take(limit).ToListAsync(token);
                return [.. rows.Select(r => new GroupListingRow(
                    user, new GroupId(r.GroupId), r.Name, (GroupRole)r.Role, r.JoinedAt, r.LeftAt, r.Revision))];
            },
            cancellation);
    }

    private static Task<int> UpsertAsync(DataConnection connection, GroupListingRow[] rows, CancellationToken cancellation)
    {
        var sql = new StringBuilder("insert into user_groups (slot, user_id, group_id, name, role, joined_at, left_at, revision) values ");
        var parameters = new List<DataParameter>(rows.Length * 8);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            sql.Append(i == 0 ? "" : ", ").Append($"(@s{i}, @u{i}, @g{i}, @n{i}, @r{i}, @j{i}, @l{i}, @v{i})");
            parameters.AddRange([
                DataParameter.Int32($"s{i}", Slot.Of(row.User.Value).Value), DataParameter.Text($"u{i}", row.User.Value),
                DataParameter.Text($"g{i}", row.Group.Value), DataParameter.Text($"n{i}", row.Name), DataParameter.Int32($"r{i}", (int)row.Role),
                DataParameter.Int64($"j{i}", row.JoinedAt), new DataParameter($"l{i}", row.LeftAt, DataType.Int64),
                DataParameter.Int64($"v{i}", row.Revision)]);
        }

        sql.Append(
            " on conflict (slot, user_id, group_id) do update set name = excluded.name, role = excluded.role, joined_at = excluded.joined_at, " +
            "left_at = excluded.left_at, revision = excluded.revision where excluded.revision > user_groups.revision");
        return connection.ExecuteAsync(sql.ToString(), cancellation, [.. parameters]);
    }

    /// <summary>
    /// One row per member and group, for PostgreSQL changes none twice in a statement; and in the order of their keys, so that two nodes
    /// that write the same rows wait for one another instead of deadlocking.
    /// </summary>
    private static IEnumerable<GroupListingRow> Newest(IReadOnlyCollection<GroupListingRow> rows) => rows
        .GroupBy(row => (row.User, row.Group))
        .Select(same => same.MaxBy(row => row.Revision)!)
        .OrderBy(row => row.User.Value, StringComparer.Ordinal).ThenBy(row => row.Group.Value, StringComparer.Ordinal);

    private IEnumerable<(IDatabase Database, IReadOnlyList<T> Own)> ByDatabase<T>(IEnumerable<T> all, Func<T, UserId> userOf) => all
        .GroupBy(one => databases.For(Slot.Of(userOf(one).Value)))
        .Select(own => (own.Key, (IReadOnlyList<T>)[.. own]));

    [Table("user_groups")]
    private sealed class Row
    {
        [Column("slot")] public int Slot { get; init; }
        [Column("user_id")] public string UserId { get; init; } = "";
        [Column("group_id")] public string GroupId { get; init; } = "";
        [Column("name")] public string Name { get; init; } = "";
        [Column("role")] public int Role { get; init; }
        [Column("joined_at")] public long JoinedAt { get; init; }
        [Column("left_at")] public long? LeftAt { get; init; }
        [Column("revision")] public long Revision { get; init; }
    }
}
