using System.Data;
using Npgsql;

namespace Chat.Actors.Databases.Slots;

/// <summary>
/// Copies the rows of a few slots, which nobody can write any more at the source, and compares what has arrived with what is there. All
/// of it is one transaction at the target, so that a portion is there and compared, or not there.
/// </summary>
internal sealed class SlotCopy(NpgsqlConnection source, NpgsqlConnection target, IReadOnlyList<SlotTable> tables)
{
    /// <summary>To be called inside a transaction at the target. What an earlier attempt or an earlier move has left there is removed.</summary>
    /// <returns>Rows copied.</returns>
    /// <exception cref="SlotMoveException">What has arrived differs from what was sent.</exception>
    public async Task<long> CopyAsync(SlotSet slots, CancellationToken cancellation)
    {
        // Of one moment, whatever clears rows at the source meanwhile.
        await using var reading = await source.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await target.ExecuteAsync(SlotFence.Lift, cancellation);
        var copied = 0L;
        foreach (var table in tables)
        {
            await target.ExecuteAsync($"delete from {table.Name} where {table.RowsOf(slots)}", cancellation);
            await PourAsync(table, slots, cancellation);
            var sent = await SumAsync(source, table, slots, cancellation);
            var arrived = await SumAsync(target, table, slots, cancellation);
            if (sent != arrived)
                throw new SlotMoveException($"{table.Name}, slots {slots}: sent {sent}, arrived {arrived}; nothing of it is kept, and the source goes on having it.");
            copied += sent.Rows;
        }

        await reading.CommitAsync(cancellation);
        return copied;
    }

    /// <summary>As bytes from one server to the other: neither values nor types are looked at on the way.</summary>
    private async Task PourAsync(SlotTable table, SlotSet slots, CancellationToken cancellation)
    {
        await using var from = await source.BeginRawBinaryCopyAsync(
            $"copy (select {table.ColumnList} from {table.Name} where {table.RowsOf(slots)} order by {table.Order}) to stdout (format binary)", cancellation);
        await using var to = await target.BeginRawBinaryCopyAsync($"copy {table.Name} ({table.ColumnList}) from stdin (format binary)", cancellation);
        try
        {
            await from.CopyToAsync(to, cancellation);
        }
        catch
        {
            await to.CancelAsync();
            throw;
        }
    }

    /// <summary>Count, and a sum of hashes of whole rows: it does not depend on the order in which they are read.</summary>
    private static async Task<Sum> SumAsync(NpgsqlConnection connection, SlotTable table, SlotSet slots, CancellationToken cancellation)
    {
#pragma warning disable CA2100 // names of our own tables
        await using var command = new NpgsqlCommand(
            $"""
            select count(*), coalesce(sum(('x' || encode(substring(sha256(convert_to(row({table.ColumnList})::text, 'UTF8')) from 1 for 7), 'hex'))::bit(56)::bigint), 0)::text
            from {table.Name} where {table.RowsOf(slots)}
            """, connection);
#pragma warning restore CA2100
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new Sum(row.GetInt64(0), row.GetString(1));
    }

    private readonly record struct Sum(long Rows, string Hash)
    {
        public override string ToString() => $"{Rows} rows with hash {Hash}";
    }
}
