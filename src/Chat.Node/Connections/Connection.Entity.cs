using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>What entities tell this connection. Called on their threads: nothing here blocks or throws.</summary>
internal sealed partial class Connection
{
    private const long TypingExpiresMs = 6_000;

    public void Receive(ConnectionMessage message)
    {
        try
        {
            lock (_sync)
            {
                if (!_closing)
                    Handle(message);
            }
        }
#pragma warning disable CA1031 // An entity must not fail for the sake of one connection.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogReceiveFault(_services.Logger, e, _address.SessionId, message.GetType().Name);
            Close(CloseCode.ServerFault, "");
        }
    }

    private void Handle(ConnectionMessage message)
    {
        if (_attachment is not { } attachment)
            return; // not ours: nothing was asked yet
        if (message is PushedFrame frame && !attachment.Follows(frame))
        {
            OnHole(attachment);
            return;
        }

        switch (message)
        {
            case ConnectionMessages.PushMessage push:
                SawStamp(push.MessageId);
                Interlocked.Increment(ref _ackCredit);
                Push(new ServerFrame.Message(push.Position, push.MessageId, push.Sender, attachment.UserId, push.Body.Content,
                    push.Body.MediaUrl, push.Body.ReplyTo, push.Timestamp));
                break;
            case ConnectionMessages.PushGroupEntry push:
                OnGroupEntry(push);
                break;
            case ConnectionMessages.SendAccepted accepted:
                OnAccepted(accepted);
                break;
            case ConnectionMessages.PushDelivered push:
                Push(new ServerFrame.DeliveryReceipt(push.Position, attachment.UserId, push.By, push.MessageIds, push.UpTo, push.Timestamp));
                break;
            case ConnectionMessages.PushRead push:
                Push(new ServerFrame.ReadReceipt(push.Position, attachment.UserId, push.By, push.MessageIds, push.UpTo, push.Timestamp));
                break;
            case ConnectionMessages.PushEcho push:
                SawStamp(push.MessageId);
                Push(new ServerFrame.MessageEcho(push.Position, push.MessageId, push.ClientMessageId, push.Device, attachment.UserId,
                    push.Recipient, push.Body.Content, push.Body.MediaUrl, push.Body.ReplyTo, push.Timestamp));
                break;
            case ConnectionMessages.PushReadEcho push:
                Push(new ServerFrame.ReadEcho(
                    push.Position, attachment.UserId, push.Peer, push.UpTo, push.UnreadCount, push.TotalUnread, push.Device) { Group = push.Group });
                break;
            case ConnectionMessages.PushConversationEcho push:
                Push(new ServerFrame.ConversationEcho(
                    push.Position, attachment.UserId, push.With.Peer, push.With.Group, push.Settings.Muted, push.Settings.MutedUntil,
                    push.Settings.Archived));
                break;
            case ConnectionMessages.PushGap gap:
                Push(new ServerFrame.SyncGap(Attachment.Inbox, null, gap.Reason, gap.ResumeAfter));
                break;
            case ConnectionMessages.PushGroupGap gap:
                Interlocked.Increment(ref _ackCredit);
                Push(new ServerFrame.SyncGap(gap.Group.Value, gap.Position, gap.Reason, null));
                break;
            case ConnectionMessages.PushGroupReceipt receipt:
                // Not durable, but the last of them is not told again: it is not dropped as a change of presence would be.
                Push(new ServerFrame.GroupReceipt(
                    receipt.Group, receipt.MessageId, receipt.DeliveredCount, receipt.ReadCount, receipt.MemberCount, receipt.Timestamp));
                break;
            case ConnectionMessages.SendRefused refused:
                OnRefused(refused);
                break;
            case ConnectionMessages.ResendFrom resend:
                OnResendFrom(resend);
                break;
            case ConnectionMessages.PresenceChanged changed:
                OnPresence(changed);
                break;
            case ConnectionMessages.TypingChanged typing:
                _writer.TryAddEphemeral(new ServerFrame.Typing(attachment.UserId, typing.From, typing.Start, TypingExpiresMs));
                break;
            default:
                HandleAttachment(attachment, message);
                break;
        }
    }

    private void HandleAttachment(Attachment attachment, ConnectionMessage message)
    {
        switch (message)
        {
            case ConnectionMessages.Attached attached:
                OnAttached(attachment, attached);
                break;
            case ConnectionMessages.AttachRefused refused:
                Refuse(refused.Code, refused.Detail);
                BeginClose((int)refused.Close, "");
                break;
            case ConnectionMessages.AttachContested contested when attachment.IsAttaching:
                attachment.Displaces = contested.BySession;
                SendAttach(attachment.Attempt);
                break;
            case ConnectionMessages.AttachmentLost lost:
                OnFollowingLost(lost.UserId);
                if (!attachment.IsAttaching && lost.UserId == attachment.UserId)
                    AttachSoon(attachment);
                break;
            case ConnectionMessages.DevicesChanged changed:
                attachment.Devices = changed.Devices;
                break;
            case ConnectionMessages.CaughtUp caughtUp when attachment.Sync:
                OnCaughtUp(caughtUp);
                break;
            case ConnectionMessages.Close close:
                if (close.BySession is { } by)
                    Push(new ServerFrame.SessionDisplaced(_address.SessionId, by, _services.UnixNow));
                _closedByEntity = true;
                BeginClose((int)close.Code, close.Reason);
                break;
        }
    }

    private void OnAttached(Attachment attachment, ConnectionMessages.Attached attached)
    {
        var first = !attachment.WasAttached;
        attachment.Incarnation = attached.Incarnation;
        attachment.BeginChain(attached.PushedFrom);
        attachment.Epoch = attached.Epoch;
        attachment.Devices = attached.Devices;
        attachment.Displaces = "";
        attachment.Attached(NextRenewal());
        _services.Wheel.WakeBy(this, attachment.Due);
        if (!first)
            return;

        _services.Metrics.Attached();
        _authenticationDue = 0;
        Push(new ServerFrame.AuthSuccess(
            _address.SessionId, _services.UnixNow, attached.UnreadCount, attached.Epoch, attached.Recovered, attachment.Sync,
            (long)_services.Limits.HeartbeatInterval.TotalMilliseconds, attachment.Claims.ExpiresAt,
            (long)_services.Users.DedupWindow.TotalMilliseconds, _services.Frames, _services.Limits.InFlight)
        {
            From = attached.Cursor,
        });
        StartLiveness();
        _services.Wheel.WakeBy(this, ExpiryDue(attachment));
        _attached?.Set();
    }

    /// <summary>A frame was lost between the nodes. What follows it is not passed on, or the device would acknowledge past it.</summary>
    private void OnHole(Attachment attachment)
    {
        if (attachment.IsAttaching)
            return; // the next answer begins the chain anew
        LogHole(_services.Logger, _address.SessionId);
        AttachSoon(attachment);
    }

    /// <summary>Not at once: when an entity's node goes, thousands of connections hear of it in the same moment (R8).</summary>
    private void AttachSoon(Attachment attachment)
    {
        attachment.Attaching(attempt: -1, Now + (long)(ReattachSpreadMs * _services.Random.NextDouble()));
        _services.Wheel.WakeBy(this, attachment.Due);
    }

    /// <summary>Under the lock. The frame is durable or an answer: where there is no room for it, the device does not read.</summary>
    private void Push(ServerFrame frame)
    {
        if (_closing)
            return;
        if (!_writer.TryAdd(frame))
            BeginClose((int)CloseCode.NotReading, "", atOnce: true);
    }
}
