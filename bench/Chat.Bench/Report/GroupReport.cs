using System.Text;
using Chat.Bench.Groups;
using Chat.Bench.Measurement;

namespace Chat.Bench.Report;

/// <summary>A group workload as Markdown.</summary>
internal static class GroupReport
{
    private const string Times = "p50 / p99 / p99.9 / max";

    public static string Of(GroupResult run)
    {
        var text = new StringBuilder($"== {run.Workload} on {run.Target}\n\n");
        if (run.Windows.Count > 0)
            text.AppendLine($"{Traffic(run.Windows)}\n{Costs(run.Windows)}");
        if (run.Away is { } away)
        {
            text.AppendLine($"{Away(away)}");
            if (away.Meanwhile.Growth is not null)
                text.AppendLine($"{Kinds(away)}");
        }

        if (run.Notes.Length > 0)
            text.AppendLine($"legal, but {run.Notes}");
        foreach (var failure in run.Failures)
            text.AppendLine($"FAILURE: {failure}");
        return text.ToString();
    }

    private static MarkdownTable Traffic(IEnumerable<GroupWindow> windows)
    {
        var table = new MarkdownTable("window", "of", "groups", "members", "senders", "acks/s", "deliveries/s", $"delivery ms, {Times}", $"ack ms, {Times}");
        foreach (var window in windows)
        {
            foreach (var crowd in window.Crowds)
            {
                table.Add(window.Name, crowd.Name, $"{crowd.Groups:N0}", $"{crowd.Members:N0}", $"{crowd.Senders:N0}", Format.Number(crowd.AckedPerSecond),
                    $"{crowd.DeliveredPerSecond:N0}", Format.Milliseconds(crowd.Delivery), Format.Milliseconds(crowd.Ack));
            }
        }

        return table;
    }

    private static MarkdownTable Costs(IEnumerable<GroupWindow> windows)
    {
        var table = new MarkdownTable("window", "deliveries/s", "server CPU s/100k deliveries", "database CPU", "client CPU", "others' cores",
            "delivery_acks/s", "server MiB", "messages", "rows/msg", "event B/msg", "disk B/msg");
        foreach (var window in windows)
        {
            table.Add(window.Name, $"{window.Deliveries / window.Usage.Seconds:N0}", Format.Number(window.Per100k(window.Usage.Server)),
                Format.Number(window.Per100k(window.Usage.Database)), Format.Number(window.Per100k(window.Usage.Client)),
                Format.Number(window.Usage.ForeignCores), $"{window.AckFrames / window.Usage.Seconds:N0}", Format.MiB(window.ResidentBytes),
                $"{window.Sent:N0}", Rows(window.RowsPerMessage), Format.Number(window.EventBytesPerMessage), Format.Number(window.DiskBytesPerMessage));
        }

        return table;
    }

    private static MarkdownTable Away(AwayFigures away)
    {
        var table = new MarkdownTable(
            "phase", "members", "messages", "ms until acked", $"ms until received (return: {Times})", "rows", "of the group", "notes of users", "marks of all", "rows/msg");
        table.Add([$"{away.Away} away", $"{away.Members}", $"{away.Messages:N0}", Format.Number(away.UntilAcked), Format.Number(away.UntilReceived),
            .. Counts(away.Meanwhile), Rows(away.Meanwhile.Growth?.Rows / (double)away.Messages)]);
        table.Add(["they return", $"{away.Away}", Format.Unknown, Format.Unknown, Format.Milliseconds(away.CaughtUp), .. Counts(away.Return), Format.Unknown]);
        return table;

        static string[] Counts(AwayRows rows) => [Count(rows.Growth?.Rows), Count(rows.OfGroup), Count(rows.Notes), Count(rows.Marks)];
    }

    private static MarkdownTable Kinds(AwayFigures away)
    {
        var table = new MarkdownTable("rows, still there", "of", "event", "rows", "entities");
        foreach (var (phase, rows) in ((string, AwayRows)[])[("while away", away.Meanwhile), ("on return", away.Return)])
        {
            foreach (var kind in rows.Kinds)
                table.Add(phase, kind.Entity == "g" ? "group" : kind.Entity == "u" ? "user" : kind.Entity, Event(kind), $"{kind.Rows:N0}", $"{kind.Entities:N0}");
        }

        return table;
    }

    /// <summary>The serializers' names of what is to be seen here; the rest stays as it is stored.</summary>
    private static string Event(EventRows rows) => (rows.Entity, rows.Manifest) switch
    {
        ("g", "ma") => "message",
        ("u", AwayRows.NoteEvent) => "note",
        ("g" or "u", AwayRows.MarksEvent) => "marks",
        _ => rows.Manifest,
    };

    // Whether it is 1.00 or 1.02 is the question here.
    private static string Rows(double? perMessage) => perMessage is null ? Format.Unknown : $"{perMessage:0.000}";

    private static string Count(long? count) => count is null ? Format.Unknown : $"{count:N0}";
}
