using Chat.Bench.Measurement;

namespace Chat.Bench.Groups;

/// <summary>What it costs when most members are away, and how they come back.</summary>
/// <param name="UntilAcked">Milliseconds from the first message to the last ack.</param>
/// <param name="UntilReceived">The same to the last receipt of those on line.</param>
/// <param name="Meanwhile">What was written while they were away.</param>
/// <param name="CaughtUp">Milliseconds from connecting to having everything, over those who came back.</param>
/// <param name="Return">What their coming back wrote.</param>
internal sealed record AwayFigures(
    int Members, int Away, long Messages, double UntilAcked, double UntilReceived, AwayRows Meanwhile, LatencySummary? CaughtUp, AwayRows Return);

/// <param name="Growth">All rows, also those that are gone by now; null without a journal.</param>
/// <param name="Kinds">Those that are still there.</param>
internal sealed record AwayRows(JournalGrowth? Growth, IReadOnlyList<EventRows> Kinds)
{
    /// <summary>What both serializers, of groups and of users, call marks that have been merged.</summary>
    public const string MarksEvent = "wa";

    /// <summary>What the serializer of users calls a note of news.</summary>
    public const string NoteEvent = "gn";

    /// <summary>Messages and changes.</summary>
    public long? OfGroup => Sum(rows => rows is { Entity: "g", Manifest: not MarksEvent });

    /// <summary>Users write nothing else here: nobody is new, and nothing is in an inbox.</summary>
    public long? Notes => Sum(rows => rows is { Entity: "u", Manifest: not MarksEvent });

    public long? Marks => Sum(rows => rows.Manifest == MarksEvent);

    private long? Sum(Func<EventRows, bool> which) => Growth is null ? null : Kinds.Where(which).Sum(rows => rows.Rows);
}
