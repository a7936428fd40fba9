using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>What happens in the user's groups, each a stream of its own. Everything here is under the lock.</summary>
internal sealed partial class Connection
{
    /// <summary>False where the message is not about a group.</summary>
    private bool HandleGroup(ConnectionMessage message)
    {
        switch (message)
        {
            case GroupPushes.SendAccepted accepted:
                OnAccepted(AddressOf(accepted.Group), accepted.N, accepted.MessageId, accepted.Timestamp);
                return true;
            case GroupPushes.SendRefused refused:
                OnRefused(AddressOf(refused.Group), refused.N, refused.Code, refused.Detail, refused.Field, refused.RetryAfterMs);
                return true;
            case GroupPushes.ResendFrom resend:
                OnResendFrom(AddressOf(resend.Group), resend.N);
                return true;
            case GroupPushes.Gap gap:
                Push(new ServerFrame.SyncGap(gap.Group.Value, gap.Reason, gap.ResumeAfter));
                return true;
            case GroupPushes.Receipt receipt:
                // Not durable, but the last of them is not told again: it is not dropped as a change of presence would be.
                Push(new ServerFrame.GroupReceipt(
                    receipt.Group, receipt.MessageId, receipt.Delivered, receipt.Read, receipt.Members, receipt.Timestamp));
                return true;
            default:
                return false;
        }
    }

    private void OnGroupEntry(Attachment attachment, GroupPushes.Entry entry)
    {
        if (!attachment.Follows(entry))
        {
            OnHole(attachment);
            return;
        }

        SawStamp(entry.MessageId);
        Interlocked.Increment(ref _ackCredit);
        Push(entry switch
        {
            GroupPushes.Message message => new ServerFrame.GroupMessage(
                message.Position, message.Group, message.MessageId, message.Sender, message.Body.Content, message.Body.MediaUrl,
                message.Body.ReplyTo, message.Timestamp),
            GroupPushes.Change change => new ServerFrame.GroupEvent(
                change.Position, change.Group, change.MessageId, change.Revision, change.Kind, change.Actor, change.Users, change.Role,
                change.Name, change.Timestamp),
            _ => throw new ArgumentException($"No frame for {entry.GetType().Name}.", nameof(entry)),
        });
    }

    private static EntityAddress AddressOf(GroupId group) => new(EntityKind.Group, group.Value);
}
