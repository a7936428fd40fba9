using Chat.Domain.Users;
using Chat.Node.Connections.Sends;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>What an authenticated client sends, on the read loop's thread.</summary>
internal sealed partial class Connection
{
    // Bursts of other frames: a reconnect subscribes, acks and reports reads at once.
    private const int FrameBurstSeconds = 10;

    // A rate that was exceeded is less of a fault than a frame that cannot be right; a client that hammers is closed all the same.
    private const float RateErrorWeight = 0.1f;

    private TokenBucket _errors;
    private TokenBucket _sendRate;
    private TokenBucket _frameRate;
    private TypingLimit? _typing;

    private ReadStep Handle(ClientFrame frame)
    {
        if (_attachment is not { } attachment)
            return HandleFirst(frame);
        switch (frame)
        {
            case ClientFrame.Message message:
                Send(EntityAddress.Of(message.ReceiverId), message.ClientMessageId,
                    new MessageBody(message.Content, message.MediaUrl, message.ReplyTo, message.Timestamp));
                return ReadStep.NeedMore;
            case ClientFrame.GroupMessage message:
                Send(new EntityAddress(EntityKind.Group, message.GroupId.Value), message.ClientMessageId,
                    new MessageBody(message.Content, message.MediaUrl, message.ReplyTo, message.Timestamp));
                return ReadStep.NeedMore;
            case ClientFrame.DeliveryAck ack:
                Collect(ack, attachment);
                return ReadStep.NeedMore;
        }

        if (!TakeFrame(RequestIdOf(frame)))
            return ReadStep.NeedMore;
        switch (frame)
        {
            case ClientFrame.Heartbeat:
                Push(new ServerFrame.HeartbeatAck(_services.UnixNow));
                break;
            case ClientFrame.ReadReceipt receipt:
                var ids = receipt.UpTo is { } upTo ? [.. receipt.MessageIds, upTo] : receipt.MessageIds;
                _services.Entities.Tell(new UserCommands.MarkRead(attachment.UserId, _address, attachment.Device, ids));
                break;
            case ClientFrame.Typing typing:
                if ((_typing ??= new TypingLimit()).Allows(typing.ReceiverId, typing.Start, _services.Wheel.CoarseNow))
                    _services.Entities.Tell(new UserCommands.NotifyTyping(typing.ReceiverId, attachment.UserId, typing.Start));
                break;
            case ClientFrame.PresenceSubscribe subscribe:
                Subscribe(subscribe);
                break;
            case ClientFrame.PresenceUnsubscribe unsubscribe:
                Unsubscribe(unsubscribe);
                break;
            case ClientFrame.AuthRefresh refresh:
                _refresh = refresh;
                return ReadStep.Refresh;
            case ClientFrame.Auth:
                Refuse(ErrorCode.InvalidValue, "The connection is authenticated; a new token comes in auth_refresh.", "type");
                break;
        }

        return ReadStep.NeedMore;
    }

    private static string? RequestIdOf(ClientFrame frame) => frame switch
    {
        ClientFrame.PresenceSubscribe subscribe => subscribe.RequestId,
        ClientFrame.PresenceUnsubscribe unsubscribe => unsubscribe.RequestId,
        ClientFrame.AuthRefresh refresh => refresh.RequestId,
        _ => null,
    };

    private void Send(EntityAddress target, ClientMessageId clientMessageId, MessageBody body)
    {
        var limits = _services.Limits;
        var id = clientMessageId.Value;
        var wait = _sendRate.TryTake(1, limits.SendsPerSecond, limits.SendBurst, Now);
        if (wait > 0)
        {
            Refuse(ErrorCode.RateLimited, "Too many messages.", clientMessageId: id, retryAfterMs: wait);
            return;
        }

        lock (_sync)
        {
            if (_closing)
                return;
            if (_draining)
                Refuse(ErrorCode.Unavailable, "The node is going down; send it again where you reconnect.", clientMessageId: id, retryAfterMs: RetryAfterMs());
            else if (StartSend(target, clientMessageId, body) == SendStart.Conflict)
                Refuse(ErrorCode.InvalidValue, "The id belongs to another message that is under way.", "client_message_id", id);
        }
    }

    private bool TakeFrame(string? requestId)
    {
        var perSecond = _services.Limits.FramesPerSecond;
        var wait = _frameRate.TryTake(1, perSecond, perSecond * FrameBurstSeconds, Now);
        if (wait > 0)
            Refuse(ErrorCode.RateLimited, "Too many frames.", requestId: requestId, retryAfterMs: wait);
        return wait == 0;
    }

    /// <summary>Tells the client; where it is the client's own fault and not the first of many, closes with 4400.</summary>
    private void Refuse(
        ErrorCode code, string detail, string? field = null, string? clientMessageId = null, string? requestId = null, long? retryAfterMs = null)
    {
        _services.Metrics.Refused(code);
        var weight = code switch
        {
            ErrorCode.BadJson or ErrorCode.UnknownType or ErrorCode.MissingField or ErrorCode.InvalidValue or ErrorCode.TooManyIds
                or ErrorCode.ContentTooLarge or ErrorCode.SubscriptionLimit => 1,
            ErrorCode.RateLimited => RateErrorWeight,
            _ => 0,
        };
        lock (_sync)
        {
            Push(new ServerFrame.Error(code, detail, field, clientMessageId, requestId, retryAfterMs));
            var perMinute = _services.Limits.ErrorsPerMinute;
            if (_errors.TryTake(weight, perMinute / 60f, perMinute, Now) > 0)
                BeginClose((int)CloseCode.Abuse, "Too many refused frames.");
        }
    }
}
