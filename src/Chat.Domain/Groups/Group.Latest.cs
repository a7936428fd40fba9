using Chat.Domain.Connections;
using Chat.Domain.Groups.Members;

namespace Chat.Domain.Groups;

/// <summary>The group as a list of conversations shows it to one of its members.</summary>
public sealed partial class Group
{
    private void AnswerLatest(GroupCommands.GetLatest c, GroupMember actor, GroupEffects effects)
    {
        var newest = State.Newest is { } message && actor.Sees(message.Position) ? message : null;
        var unread = HasExpired(State.LastStamp) ? 0 : actor.UnreadAfter(Math.Max(c.Read, actor.Committed.Read), State.LastStamp, State.Recent);
        effects.Tell(c.ReplyTo, new ConnectionMessages.GroupLatest(_id, State.Name, unread, newest));
    }
}
