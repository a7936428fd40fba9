using Chat.Actors.History;
using Chat.Node.Problems;
using Chat.Protocol.Ids;

namespace Chat.Node.History;

/// <summary>Where a page begins and how large it is, out of the query: <c>before</c> or <c>after</c> a message, <c>before_time</c>, <c>after_time</c>.</summary>
internal static class HistoryPlace
{
    private static readonly string[] Places = ["before", "after", "before_time", "after_time"];

    public static HistoryQuery With(HistoryQuery page, IQueryCollection query)
    {
        if (Places.Count(name => query[name].ToString().Length > 0) > 1)
            throw ProblemException.Invalid("after", "Only one of before, after, before_time and after_time says where a page begins.");
        return page with
        {
            Before = MessageOf(query, "before"),
            After = MessageOf(query, "after"),
            BeforeTime = TimeOf(query, "before_time"),
            AfterTime = TimeOf(query, "after_time"),
        };
    }

    private static MessageId? MessageOf(IQueryCollection query, string name) =>
        query[name].ToString() is not { Length: > 0 } text ? null
        : MessageId.TryParse(text, out var id) ? id
        : throw ProblemException.Invalid(name, $"{name} must be a message_id as the server gives it.");

    private static long? TimeOf(IQueryCollection query, string name) =>
        query[name].ToString() is not { Length: > 0 } text ? null
        : long.TryParse(text, out var time) && time >= 0 ? time
        : throw ProblemException.Invalid(name, $"{name} must be a time in Unix milliseconds.");
}
