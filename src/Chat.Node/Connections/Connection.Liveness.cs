using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>Pings: to notice a dead connection, and to learn that what was written before them has arrived (P4).</summary>
internal sealed partial class Connection
{
    // Frames that only a ping can confirm wait this long for others to share it.
    private const int ShownPingMs = 5_000;

    private long _pingNumber;
    private long _pingSentAt;
    private long _pongDue;
    private long _shownPingDue;

    private void StartLiveness()
    {
        Volatile.Write(ref _heard, _services.Wheel.CoarseNow);
        _services.Wheel.WakeBy(this, Now + (long)_services.Limits.PingInterval.TotalMilliseconds);
    }

    /// <summary>
    /// Pings a connection that has been silent for the ping interval, and closes it where it stays silent for the timeout behind it
    /// (protocol rule 7). A client that says something anyway, a heartbeat or an ack, costs no ping.
    /// </summary>
    private long OnLivenessDue(long now)
    {
        var heard = Volatile.Read(ref _heard);
        if (_pongDue != 0 && heard >= _pingSentAt)
            _pongDue = 0;
        if (_pongDue != 0)
        {
            if (now >= _pongDue)
                BeginClose((int)CloseCode.Silent, "");
            return _pongDue;
        }

        var due = heard + (long)_services.Limits.PingInterval.TotalMilliseconds;
        if (now < due)
            return due;
        _pingSentAt = _services.Wheel.CoarseNow;
        _pongDue = now + (long)_services.Limits.PongTimeout.TotalMilliseconds;
        _writer.Ping(++_pingNumber);
        return _pongDue;
    }

    private long OnShownDue(long now)
    {
        if (_shownPingDue == 0)
            return long.MaxValue;
        if (now < _shownPingDue)
            return _shownPingDue;
        _shownPingDue = 0;
        if (_shown is { IsPending: true })
            _writer.Ping(++_pingNumber);
        return long.MaxValue;
    }
}
