using System.Text;
using Chat.Domain.Groups.Members;
using Chat.Protocol.Ids;
using LinqToDB.Data;

namespace Chat.Actors.History;

/// <summary>The statements that are put together: several rows at once, and a page by its conditions. Ids are digits of fixed width: their order is that of messages.</summary>
internal static class HistorySql
{
    /// <summary>An id may be ahead of the time at which it was given by as much as clocks of nodes differ.</summary>
    private const long ClockSkewMs = 60_000;

    private const string Columns =
        "slot, owner, conversation, message_id, at, sender, device, client_message_id, content, media_url, reply_to, client_timestamp, position";

    public static (string Sql, DataParameter[] Parameters) Insert(IReadOnlyList<HistoryRow> rows)
    {
        var sql = new StringBuilder($"insert into history ({Columns}) values ");
        var parameters = new List<DataParameter>(rows.Count * 13);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            sql.Append(i == 0 ? "" : ", ").Append($"(@s{i}, @o{i}, @c{i}, @i{i}, @t{i}, @f{i}, @d{i}, @n{i}, @x{i}, @m{i}, @r{i}, @h{i}, @p{i})");
            parameters.AddRange([
                DataParameter.Int32($"s{i}", row.Slot), DataParameter.Text($"o{i}", row.Owner), DataParameter.Text($"c{i}", row.Conversation),
                DataParameter.Text($"i{i}", row.MessageId), DataParameter.Int64($"t{i}", row.At), DataParameter.Text($"f{i}", row.Sender),
                DataParameter.Text($"d{i}", row.Device), DataParameter.Text($"n{i}", row.ClientMessageId), DataParameter.Text($"x{i}", row.Content),
                DataParameter.Text($"m{i}", row.MediaUrl), DataParameter.Text($"r{i}", row.ReplyTo), DataParameter.Int64($"h{i}", row.ClientTimestamp),
                DataParameter.Int64($"p{i}", row.Position)]);
        }

        return (sql.Append(" on conflict (slot, owner, conversation, message_id) do nothing").ToString(), [.. parameters]);
    }

    /// <summary>One row more than asked for, which says whether there are further ones.</summary>
    public static (string Sql, DataParameter[] Parameters) Page(HistoryQuery query)
    {
        var sql = new StringBuilder($"select {Columns} from history where slot = @slot and owner = @owner and conversation = @conversation and at >= @since");
        List<DataParameter> parameters =
        [
            DataParameter.Int32("slot", query.Owner.Slot.Value), DataParameter.Text("owner", HistoryRow.NameOf(query.Owner)),
            DataParameter.Text("conversation", HistoryRow.NameOf(query.Peer)), DataParameter.Int64("since", query.Since),
            DataParameter.Int32("limit", query.Limit + 1),
        ];
        if (query.Before is { } before) Compare("message_id <", DataParameter.Text("before", before.ToString()));
        if (query.After is { } after) Compare("message_id >", DataParameter.Text("after", after.ToString()));
        if (query.BeforeTime is { } beforeTime)
        {
            Compare("at <", DataParameter.Int64("before_time", beforeTime));
            Compare("message_id <", DataParameter.Text("before", AtTime(beforeTime + ClockSkewMs)));
        }

        if (query.AfterTime is { } afterTime)
        {
            Compare("at >", DataParameter.Int64("after_time", afterTime));
            Compare("message_id >=", DataParameter.Text("after", AtTime(afterTime)));
        }

        if (query.Stretches is { } stretches)
            sql.Append(" and (").AppendJoin(" or ", stretches.Select(Condition)).Append(')');
        sql.Append(query.IsForward ? " order by message_id" : " order by message_id desc").Append(" limit @limit");
        return (sql.ToString(), [.. parameters]);

        void Compare(string what, DataParameter with)
        {
            sql.Append($" and {what} @{with.Name}");
            parameters.Add(with);
        }
    }

    private static string Condition(Interval stretch) =>
        stretch.Leave == Interval.Open ? $"position >= {stretch.Join}" : $"position between {stretch.Join} and {stretch.Leave}";

    /// <summary>No message of this second has a lower id.</summary>
    private static string AtTime(long unixMs)
    {
        var second = Math.Clamp(unixMs / 1000, 0, LastSecond);
        return new MessageId(second * MessageId.StampsPerSecond, 0, 0).ToString();
    }

    private const long LastSecond = 253_402_300_799; // of the year 9999
}
