using Chat.Domain.Groups.Members;
using Chat.Domain.History;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Actors.History;

/// <summary>A page of one conversation.</summary>
/// <param name="Owner">Whose history it is: of a user, or of a group.</param>
/// <param name="Peer">Of a user: the conversation with whom; null for a group.</param>
/// <param name="Since">Unix milliseconds: nothing from before is shown.</param>
/// <param name="Limit">Messages at most.</param>
public sealed record HistoryQuery(EntityAddress Owner, UserId? Peer, long Since, int Limit)
{
    /// <summary>Where the page begins; at most one of them is set. None: the newest.</summary>
    public MessageId? Before { get; init; }
    public MessageId? After { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public long? BeforeTime { get; init; }
    public long? AfterTime { get; init; }

    /// <summary>Of a group: the positions that whoever asks may see.</summary>
    public IReadOnlyList<Interval>? Stretches { get; init; }

    /// <summary>The oldest ones after a place, or the newest ones before it.</summary>
    public bool IsForward => After is not null || AfterTime is not null;
}

/// <param name="Messages">Oldest first.</param>
/// <param name="HasMore">There are further ones in the direction that was asked for.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryEntry> Messages, bool HasMore);
