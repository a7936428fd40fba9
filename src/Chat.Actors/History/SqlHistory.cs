using Chat.Actors.Databases;
using Chat.Protocol.Entities;
using LinqToDB.Data;

namespace Chat.Actors.History;

/// <summary>The table <c>history</c>.</summary>
public sealed class SqlHistory(IDatabases databases) : IHistory
{
    /// <summary>Rows in a statement: 13 parameters each, and SQLite takes 32,766.</summary>
    private const int RowsAtOnce = 500;

    public Task<int> WriteAsync(IDatabase database, IReadOnlyList<HistoryPortion> portions, CancellationToken cancellation)
    {
        // In the order of the key, so that two nodes that write the same rows wait for one another instead of deadlocking.
        var rows = portions.SelectMany(portion => portion.Entries.Select(entry => HistoryRow.Of(portion.Owner, entry)))
            .OrderBy(row => row.Slot).ThenBy(row => row.Owner, StringComparer.Ordinal).ThenBy(row => row.Conversation, StringComparer.Ordinal)
            .ThenBy(row => row.MessageId, StringComparer.Ordinal).ToArray();
        return database.WriteAsync(
            null,
            async (connection, token) =>
            {
                var written = 0;
                foreach (var some in rows.Chunk(RowsAtOnce))
                {
                    var (sql, parameters) = HistorySql.Insert(some);
                    written += await connection.ExecuteAsync(sql, token, parameters);
                }

                return written;
            },
            cancellation);
    }

    public async Task<HistoryPage> PageAsync(HistoryQuery query, CancellationToken cancellation)
    {
        var (sql, parameters) = HistorySql.Page(query);
        var rows = await databases.For(query.Owner.Slot).ReadAsync(
            (connection, token) => connection.QueryToListAsync<HistoryRow>(sql, token, parameters), cancellation);
        var page = rows.Take(query.Limit).Select(row => row.ToEntry()).ToArray();
        if (!query.IsForward) Array.Reverse(page);
        return new HistoryPage(page, rows.Count > query.Limit);
    }

    public Task EraseAsync(EntityAddress owner, long upTo, CancellationToken cancellation) => databases.For(owner.Slot).WriteAsync(
        null,
        (connection, token) => connection.ExecuteAsync(
            "delete from history where slot = @slot and owner = @owner and at <= @at", token,
            DataParameter.Int32("slot", owner.Slot.Value), DataParameter.Text("owner", HistoryRow.NameOf(owner)), DataParameter.Int64("at", upTo)),
        cancellation);

    public Task<int> ExpireAsync(IDatabase database, long before, int rows, CancellationToken cancellation) => database.WriteAsync(
        null,
        (connection, token) => connection.ExecuteAsync(
            """
            delete from history where (slot, owner, conversation, message_id) in (
                select slot, owner, conversation, message_id from history where at < @before order by at limit @rows)
            """,
            token, DataParameter.Int64("before", before), DataParameter.Int32("rows", rows)),
        cancellation);
}
