namespace Chat.Node.Connections.Sends;

/// <summary>The unanswered sends of one connection to one user or group, in order of their numbers.</summary>
internal sealed class TargetSends
{
    private readonly List<PendingSend> _pending = [];
    private long _resentFrom;
    private long _resentAt;
    private int _attempt;

    public bool IsEmpty => _pending.Count == 0;

    /// <summary>The last number given; the next one follows it without a gap while anything is unanswered.</summary>
    public long Last { get; private set; }

    /// <summary>When all of it is sent again unless an answer comes before.</summary>
    public long RetryDue { get; private set; }

    /// <summary>Sends are answered in order, so the first is the first to time out.</summary>
    public long NextDeadline => _pending[0].Deadline;

    public void Add(PendingSend send, SendRetries retries, long now, ISendPort port)
    {
        if (IsEmpty)
            Wait(retries, now, 0);
        _pending.Add(send);
        Last = send.N;
        port.Transmit(send, _pending[0].N);
    }

    /// <summary>Takes the answered send out; null where it is not waited for (any more).</summary>
    public PendingSend? Answered(long n, SendRetries retries, long now)
    {
        for (var i = 0; i < _pending.Count; i++)
        {
            var send = _pending[i];
            if (send.N == n)
            {
                _pending.RemoveAt(i);
                Wait(retries, now, 0);
                return send;
            }

            if (send.N > n)
                break;
        }

        return null;
    }

    public void Resend(long from, SendRetries retries, long now, ISendPort port)
    {
        // Each send behind a lost one asks for the same again; one round answers them all. Losing that too is left to the retry.
        if (from <= _resentFrom && now - _resentAt < retries.Pause.TotalMilliseconds / 2)
            return;
        (_resentFrom, _resentAt) = (from, now);
        Transmit(from, port);
        Wait(retries, now, 0);
    }

    public void RetryBy(long due) => RetryDue = Math.Min(RetryDue, due);

    public void Retry(SendRetries retries, long now, ISendPort port)
    {
        Transmit(0, port);
        Wait(retries, now, _attempt + 1);
    }

    /// <summary>Gives up the first send; its number counts as answered from now on.</summary>
    public PendingSend Expire()
    {
        var send = _pending[0];
        _pending.RemoveAt(0);
        return send;
    }

    private void Transmit(long from, ISendPort port)
    {
        foreach (var send in _pending)
        {
            if (send.N >= from)
                port.Transmit(send, _pending[0].N);
        }
    }

    private void Wait(SendRetries retries, long now, int attempt)
    {
        _attempt = attempt;
        RetryDue = now + RetryPause.Milliseconds(retries.Pause, attempt, retries.Random);
    }
}

/// <param name="Pause">Before the first repetition; the following pauses grow.</param>
/// <param name="Timeout">After which the client is told to come again later.</param>
internal sealed record SendRetries(TimeSpan Pause, TimeSpan Timeout, Random Random);
