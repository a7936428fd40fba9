using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>The end of a connection whose node goes.</summary>
internal sealed partial class Connection
{
    private bool _draining;

    /// <summary>
    /// Tells the client when to come back, and where where it is not to whichever node, takes no more sends, and closes with 1012 once the unanswered ones are answered.
    /// </summary>
    public void Drain(long delayMs, string? url)
    {
        lock (_sync)
        {
            if (_draining || _closing)
                return;
            _draining = true;
            Push(new ServerFrame.Reconnect("draining", delayMs, url));
            if (InFlight == 0)
                BeginClose((int)CloseCode.Draining, "");
        }
    }

    /// <summary>Does not wait for answers any longer.</summary>
    public void EndDrain() => Close(CloseCode.Draining, "");
}
