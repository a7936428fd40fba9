using Chat.Domain.Groups.Members;
using Chat.Protocol.Ids;

namespace Chat.Domain.Connections;

/// <summary>Answers about history, to REST.</summary>
public static partial class ConnectionMessages
{
    /// <param name="Since">Unix milliseconds of the user's choice; 0 where he has never made one.</param>
    public sealed record HistoryState(bool On, long Since) : ConnectionMessage;

    /// <param name="Stretches">The positions that whoever asked may see.</param>
    public sealed record GroupStretches(GroupId Group, IReadOnlyList<Interval> Stretches) : ConnectionMessage;
}
