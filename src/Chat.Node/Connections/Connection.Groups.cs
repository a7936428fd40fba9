using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Node.Groups;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>What happens in the user's groups, each a stream of its own. Everything here is under the lock.</summary>
internal sealed partial class Connection
{
    private void OnGroupEntry(ConnectionMessages.PushGroupEntry push)
    {
        Interlocked.Increment(ref _ackCredit);
        if (push.Entry is GroupMessage message)
            SawStamp(message.MessageId);
        Push(push.Entry.FrameFor(push.Group, static (entry, group) => FrameOf(entry, group).Encode()));
    }

    private static ServerFrame.SharedFrame FrameOf(GroupEntry entry, GroupId group) => entry switch
    {
        GroupMessage message => new ServerFrame.GroupMessage(
            message.Position, group, message.MessageId, message.Sender, message.Body.Content, message.Body.MediaUrl, message.Body.ReplyTo, message.At),
        GroupChange change => new ServerFrame.GroupEvent(
            change.Position, group, change.Revision, change.Kind.ToWire(), change.Actor, change.Users, change.Role?.ToWire(), change.Name,
            change.Until, change.At),
        _ => throw new InvalidOperationException($"An entry of type {entry.GetType().Name} is not known to this version."),
    };

    private void OnCaughtUp(ConnectionMessages.CaughtUp caughtUp)
    {
        var positions = new Dictionary<string, long> { [Attachment.Inbox] = caughtUp.Position };
        foreach (var (group, position) in caughtUp.Groups)
            positions[group.Value] = position;
        Push(new ServerFrame.SyncDone(positions, caughtUp.UnreadCount, _services.UnixNow));
    }
}
