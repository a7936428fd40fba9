using System.IO.Pipelines;

namespace Chat.Node.Connections.Handshake;

/// <summary>Ends the wait for the head of the first request of a connection; once stopped, it never touches the pipe again.</summary>
internal sealed class HeadTimeout(PipeReader input) : WheelEntry
{
    private readonly Lock _sync = new();
    private bool _stopped;
    private bool _fired;

    /// <returns>Whether it has fired: a read of the pipe is, or was, cancelled by it.</returns>
    public bool Stop(ConnectionWheel wheel)
    {
        wheel.Remove(this);
        lock (_sync)
        {
            _stopped = true;
            return _fired;
        }
    }

    protected internal override void OnDue()
    {
        lock (_sync)
        {
            if (_stopped)
                return;
            _fired = true;
            input.CancelPendingRead();
        }
    }
}
