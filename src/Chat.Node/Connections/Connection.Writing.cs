using Chat.Domain.Users;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>What the writer tells: which durable frames the device can be said to have been shown (P4), and whether it reads.</summary>
internal sealed partial class Connection
{
    private ShownTracker? _shown;

    public void OnWritten(ReadOnlySpan<ServerFrame> frames)
    {
        // A device with sync returns positions. Without, nothing has to be remembered until the first frame that it cannot ack.
        if (_attachment is not { Sync: false } || (_shown is null && !HasUnackable(frames)))
            return;
        lock (_sync)
        {
            _shown ??= new ShownTracker();
            foreach (var frame in frames)
                _shown.Written(frame);
            if (_shown.IsPending && _shownPingDue == 0)
            {
                _shownPingDue = Now + ShownPingMs;
                _services.Wheel.WakeBy(this, _shownPingDue);
            }
        }
    }

    public void OnPingWritten(long number)
    {
        lock (_sync)
            _shown?.PingWritten(number);
    }

    public void OnBlocked()
    {
        lock (_sync)
        {
            _blockedSince = Math.Max(1, Now);
            _services.Wheel.WakeBy(this, _blockedSince + (long)_services.Limits.WriteTimeout.TotalMilliseconds);
        }
    }

    public void OnUnblocked()
    {
        lock (_sync)
            _blockedSince = 0;
    }

    public void OnWriteFault(Exception exception)
    {
        if (exception is not (IOException or OperationCanceledException or ObjectDisposedException))
            LogFault(_services.Logger, exception, _address.SessionId);
        // The read loop ends with the socket.
        _transport.Abort();
    }

    private void OnPong(long number)
    {
        lock (_sync)
            ConfirmShown(_shown?.Pong(number));
    }

    /// <summary>Under the lock.</summary>
    private void ConfirmShown(Shown? confirmed)
    {
        if (confirmed is not { } shown || _attachment is not { } attachment)
            return;
        _services.Entities.Tell(new UserCommands.ConfirmShown(attachment.UserId, _address, attachment.Device, shown.Position) { Groups = shown.Groups });
        if (_shown is { IsSettled: true })
            _shown = null;
    }

    private static bool HasUnackable(ReadOnlySpan<ServerFrame> frames)
    {
        foreach (var frame in frames)
        {
            if (ShownTracker.IsUnackable(frame))
                return true;
        }

        return false;
    }
}
