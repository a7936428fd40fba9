using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Node.Connections.Sends;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>Sends to the entities of users and groups, and their answers (M1, M2). Everything here is under the lock.</summary>
internal sealed partial class Connection
{
    private SendTracker? _sends;
    private long _lastSendNumber;

    // The highest stamp that this connection has been pushed or acked: what is sent next sorts after it (protocol rule 3).
    private long _floor;

    // Completed when the read loop may go on.
    private Signal? _answered;
    private bool _retransmitting;

    // Of them, those that the node's load counts.
    private int _loaded;

    private int InFlight => _sends?.Count ?? 0;

    private bool IsInFlightFull => InFlight >= _services.Load.Window;

    private void TellLoad(int inFlight)
    {
        if (inFlight == _loaded)
            return;
        _services.Load.Change(inFlight - _loaded);
        _loaded = inFlight;
    }

    void ISendPort.Transmit(PendingSend send, long oldest)
    {
        var attachment = _attachment!;
        _services.Metrics.Sent(_retransmitting);
        // A group's own log is what the sender's other devices see; they are owed no echo.
        _services.Entities.Tell(send.Target.Kind == EntityKind.Group
            ? new GroupCommands.SendMessage(
                new GroupId(send.Target.Id), _address, send.N, oldest, attachment.UserId, attachment.Device, send.ClientMessageId, send.Body, _floor)
            : new UserCommands.SendMessage(
                new UserId(send.Target.Id), _address, send.N, oldest, attachment.UserId, attachment.Device, send.ClientMessageId, send.Body,
                _floor, attachment.Devices > 1));
    }

    private SendStart StartSend(EntityAddress target, ClientMessageId id, MessageBody body)
    {
        var now = Now;
        _sends ??= new SendTracker(_services.Retries, this, _lastSendNumber);
        var start = _sends.Start(target, id, body, now);
        TellLoad(InFlight);
        _services.Wheel.WakeBy(this, now + (long)_services.Limits.SendRetry.TotalMilliseconds);
        return start;
    }

    private void OnAccepted(ConnectionMessages.SendAccepted accepted)
    {
        SawStamp(accepted.MessageId);
        var now = Now;
        if (_sends?.Answered(accepted.Entity, accepted.N, now) is not { } send)
            return;
        var took = now - send.Deadline + (long)_services.Retries.Timeout.TotalMilliseconds;
        for (var i = 0; i < send.Copies; i++)
        {
            _services.Metrics.Acked(took);
            Push(new ServerFrame.MessageAck(send.ClientMessageId, accepted.MessageId, accepted.Timestamp));
        }

        OnAnswered();
    }

    private void OnRefused(ConnectionMessages.SendRefused refused)
    {
        if (_sends?.Answered(refused.Entity, refused.N, Now) is not { } send)
            return;
        RefuseSend(send, refused.Code, refused.Detail, refused.Field, refused.RetryAfterMs);
        OnAnswered();
    }

    private void OnResendFrom(ConnectionMessages.ResendFrom resend)
    {
        _retransmitting = true;
        _sends?.Resend(resend.Entity, resend.N, Now);
        _retransmitting = false;
    }

    private long OnSendsDue(long now)
    {
        if (_sends is null)
            return long.MaxValue;
        var expired = new List<PendingSend>();
        _retransmitting = true;
        var next = _sends.OnDue(now, expired);
        _retransmitting = false;
        foreach (var send in expired)
            RefuseSend(
                send, ErrorCode.Unavailable,
                send.Target.Kind == EntityKind.Group
                    ? "The group cannot be reached at the moment." : "The recipient's inbox cannot be reached at the moment.",
                null, RetryAfterMs());
        if (expired.Count > 0)
            OnAnswered();
        if (InFlight == 0)
        {
            // Not at the last answer but now: a busy connection would make it anew for every message.
            _lastSendNumber = _sends?.LastNumber ?? _lastSendNumber;
            _sends = null;
        }

        return next;
    }

    private void RefuseSend(PendingSend send, ErrorCode code, string detail, string? field, long? retryAfterMs)
    {
        for (var i = 0; i < send.Copies; i++)
            Refuse(code, detail, field, send.ClientMessageId.Value, retryAfterMs: retryAfterMs);
    }

    private void OnAnswered()
    {
        TellLoad(_ended ? 0 : InFlight);
        // Some places at a time: waking the read loop for each single one costs more than handling what it reads.
        if (_answered is not null && !IsInFlightFull && InFlight <= _services.Load.Window * 3 / 4)
        {
            _answered.Set();
            _answered = null;
        }

        if (_draining && InFlight == 0)
            BeginClose((int)CloseCode.Draining, "");
    }

    private Task AwaitAnswersAsync()
    {
        lock (_sync)
        {
            if (_closing || !IsInFlightFull)
                return Task.CompletedTask;
            _answered ??= new Signal();
            return _answered.WaitAsync();
        }
    }

    private void SawStamp(MessageId id) => _floor = Math.Max(_floor, id.Stamp);
}
