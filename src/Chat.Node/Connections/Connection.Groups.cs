using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Node.Groups;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>What happens in the user's groups, each a stream of its own. Everything here is under the lock.</summary>
internal sealed partial class Connection
{
    private void OnGroupEntry(ConnectionMessages.PushGroupEntry push)
    {
        Interlocked.Increment(ref _ackCredit);
        switch (push.Entry)
        {
            case GroupMessage message:
                SawStamp(message.MessageId);
                Push(new ServerFrame.GroupMessage(
                    message.Position, push.Group, message.MessageId, message.Sender, message.Body.Content, message.Body.MediaUrl,
                    message.Body.ReplyTo, message.At));
                break;
            case GroupChange change:
                Push(new ServerFrame.GroupEvent(
                    change.Position, push.Group, change.Revision, change.Kind.ToWire(), change.Actor, change.Users, change.Role?.ToWire(),
                    change.Name, change.Until, change.At));
                break;
        }
    }

    private void OnCaughtUp(ConnectionMessages.CaughtUp caughtUp)
    {
        var positions = new Dictionary<string, long> { [Attachment.Inbox] = caughtUp.Position };
        foreach (var (group, position) in caughtUp.Groups)
            positions[group.Value] = position;
        Push(new ServerFrame.SyncDone(positions, _services.UnixNow));
    }
}
