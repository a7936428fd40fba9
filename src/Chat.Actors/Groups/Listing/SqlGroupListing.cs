using System.Text;
using Chat.Actors.Databases;
using Chat.Domain.Groups;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.Mapping;

namespace Chat.Actors.Groups.Listing;

/// <summary>The table <c>user_groups</c>.</summary>
public sealed class SqlGroupListing(IDatabases databases, TimeProvider time) : IGroupListing
{
    /// <summary>Rows in a statement: 7 parameters each, and SQLite takes 32,766.</summary>
    private const int RowsAtOnce = 500;

    /// <summary>How long the row of one who has left stays: far longer than a write can be under way.</summary>
    private static readonly TimeSpan LeftRowsStay = TimeSpan.FromDays(1);

    public async Task WriteAsync(IReadOnlyCollection<GroupListing> groups, CancellationToken cancellation)
    {
        // One version of each: PostgreSQL changes no row twice in a statement.
        var newest = groups.GroupBy(group => group.Group).Select(same => same.MaxBy(group => group.Revision)!)
            .OrderBy(group => group.Group.Value, StringComparer.Ordinal).ToList();
        foreach (var database in databases.All)
        {
            // In the order of keys, so that two nodes that write the same rows wait for one another instead of deadlocking.
            var rows = newest.SelectMany(group => group.Members.Select(member => RowOf(group, member)))
                .Where(row => databases.For(new Slot(row.Slot)) == database)
                .OrderBy(row => row.Slot).ThenBy(row => row.UserId, StringComparer.Ordinal).ThenBy(row => row.GroupId, StringComparer.Ordinal).ToArray();
            await database.WriteAsync(
                null,
                async (connection, token) =>
                {
                    foreach (var some in rows.Chunk(RowsAtOnce))
                        await UpsertAsync(connection, some, token);
                    // Everywhere: who has left may have been in any database.
                    foreach (var group in newest)
                        await EndOthersAsync(connection, group, token);
                    return rows.Length;
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
                return [.. rows.Select(r => new GroupListingRow(new GroupId(r.GroupId), r.Name, (GroupRole)r.Role, r.JoinedAt, r.Revision))];
            },
            cancellation);
    }

    private static Task<int> UpsertAsync(DataConnection connection, Row[] rows, CancellationToken cancellation)
    {
        var sql = new StringBuilder("insert into user_groups (slot, user_id, group_id, name, role, joined_at, revision) values ");
        var parameters = new List<DataParameter>(rows.Length * 7);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            sql.Append(i == 0 ? "" : ", ").Append($"(@s{i}, @u{i}, @g{i}, @n{i}, @r{i}, @j{i}, @v{i})");
            parameters.AddRange([
                DataParameter.Int32($"s{i}", row.Slot), DataParameter.Text($"u{i}", row.UserId), DataParameter.Text($"g{i}", row.GroupId),
                DataParameter.Text($"n{i}", row.Name), DataParameter.Int32($"r{i}", row.Role), DataParameter.Int64($"j{i}", row.JoinedAt),
                DataParameter.Int64($"v{i}", row.Revision)]);
        }

        sql.Append(
            " on conflict (slot, user_id, group_id) do update set name = excluded.name, role = excluded.role, joined_at = excluded.joined_at, " +
            "left_at = null, revision = excluded.revision where excluded.revision > user_groups.revision");
        return connection.ExecuteAsync(sql.ToString(), cancellation, [.. parameters]);
    }

    /// <summary>Who still stands at an older revision has not been named: he is no member any more.</summary>
    private async Task EndOthersAsync(DataConnection connection, GroupListing group, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var id = group.Group.Value;
        var before = (now - LeftRowsStay).ToUnixTimeMilliseconds();
        await connection.ExecuteAsync(
            "update user_groups set left_at = coalesce(left_at, @now), revision = @revision where group_id = @group and revision < @revision", cancellation,
            DataParameter.Int64("now", now.ToUnixTimeMilliseconds()), DataParameter.Int64("revision", group.Revision), DataParameter.Text("group", id));
        await connection.GetTable<Row>().DeleteAsync(r => r.GroupId == id && r.LeftAt < before, cancellation);
    }

    private static Row RowOf(GroupListing group, ListedMember member) => new()
    {
        Slot = Slot.Of(member.Member.Value).Value,
        UserId = member.Member.Value,
        GroupId = group.Group.Value,
        Name = group.Name,
        Role = (int)member.Role,
        JoinedAt = member.JoinedAt,
        Revision = group.Revision,
    };

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
