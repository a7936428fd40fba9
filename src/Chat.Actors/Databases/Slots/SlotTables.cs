using Chat.Protocol.Entities;
using Npgsql;

namespace Chat.Actors.Databases.Slots;

/// <summary>A table whose rows belong to slots.</summary>
/// <param name="Columns">Those that are copied: what the database makes itself (the journal's <c>ordering</c>) is made anew.</param>
internal sealed record SlotTable(string Name, IReadOnlyList<string> Columns)
{
    private bool IsPersistence => Name is SlotTables.Journal or SlotTables.Snapshots;

    public string ColumnList => string.Join(", ", Columns.Select(column => $"\"{column}\""));

    /// <summary>In the order of an index, so that the events of an entity stay in theirs.</summary>
    public string Order => IsPersistence ? "persistence_id, sequence_number" : "slot";

    /// <summary>Its rows of these slots, by ranges of an index.</summary>
    public string RowsOf(SlotSet slots) => slots.IsEmpty ? "false" : string.Join(" or ", IsPersistence
        ? slots.Ranges.SelectMany(range => EntityAddress.KindLetters.Select(kind =>
            $"(persistence_id >= '{kind}/{range.First:x3}/' and persistence_id < '{kind}/{range.Last:x3}0')")) // '0' follows '/'
        : slots.Ranges.Select(range => $"slot between {range.First} and {range.Last}"));

    /// <summary>The same as a test of one row, of whatever kind its entity is.</summary>
    public string IsOf(SlotSet slots) => slots.IsEmpty ? "false" : string.Join(" or ", slots.Ranges.Select(range => IsPersistence
        ? $"substr(persistence_id, 3, 3) between '{range.First:x3}' and '{range.Last:x3}'"
        : $"slot between {range.First} and {range.Last}"));
}

/// <summary>
/// The journal, the snapshots, and every table that begins with the column <c>slot</c>: those that later migrations make are among them
/// without being named anywhere.
/// </summary>
internal static class SlotTables
{
    public const string Journal = "journal";
    public const string Snapshots = "snapshot";

    /// <summary>Begins with a slot and yet belongs to none: one counter for the installation, in the home database.</summary>
    private const string Numbers = "entity_number_blocks";

    public static async Task<IReadOnlyList<SlotTable>> OfAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var found = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        await using var command = new NpgsqlCommand(
            """
            select c.table_name, c.column_name from information_schema.columns c
            join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = current_schema() and t.table_type = 'BASE TABLE' and c.is_identity = 'NO' and c.is_generated = 'NEVER' and (
                c.table_name in ($1, $2)
                or c.table_name <> $3 and exists (
                    select 1 from information_schema.columns f
                    where f.table_schema = c.table_schema and f.table_name = c.table_name and f.ordinal_position = 1 and f.column_name = 'slot'))
            order by c.table_name, c.ordinal_position
            """, connection);
        foreach (var name in new[] { Journal, Snapshots, Numbers }) command.Parameters.Add(new NpgsqlParameter { Value = name });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            if (!found.TryGetValue(rows.GetString(0), out var columns)) found.Add(rows.GetString(0), columns = []);
            columns.Add(rows.GetString(1));
        }

        return [.. found.Select(table => new SlotTable(table.Key, table.Value))];
    }
}
