using Chat.Domain.Connections;
using Chat.Domain.Groups.Members;
using Chat.Domain.History;
using Chat.Protocol.Frames;

namespace Chat.Domain.Groups;

/// <summary>
/// The group's history: its messages are put into a table once, for all members who keep history, after they are durable here
/// (<see cref="HistoryProgress"/>). What of it a member sees follows from his stretches of the log, and from when he opted in.
/// </summary>
public sealed partial class Group
{
    private void Choose(GroupMember member, in HistoryChoice choice, long now)
    {
        if (!choice.IsLaterThan(member.Live.History)) return;
        member.Live.History = choice;
        Touch(member, now, _limits.AnswerDelay);
    }

    /// <summary>A former member sees his stretches as long as the group knows him.</summary>
    private void TellStretches(GroupCommands.GetStretches c, GroupEffects effects)
    {
        if (!State.IsCreated)
            Fail(c, ErrorCode.GroupNotFound, "There is no group with this id.", effects);
        else if (State.Members.Find(c.Actor) is { } member)
            effects.Tell(c.ReplyTo, new ConnectionMessages.GroupStretches(_id, [.. member.Intervals]));
        else
            Fail(c, ErrorCode.NotMember, "Only members see what was written in the group.", effects);
    }

    public HistoryEntry? HistoryOf(GroupEvent @event) => @event is GroupEvents.MessageAccepted e
        ? new HistoryEntry(null, e.MessageId, e.At, e.Sender, e.SenderDevice, e.ClientMessageId, e.Body, e.Position)
        : null;

    public void Recorded(long? upTo, long now, GroupEffects effects)
    {
        NoticeTime(now);
        State.History.Recorded(upTo, now, _random);
    }
}
