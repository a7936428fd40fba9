namespace Chat.Bench.Roofs;

/// <summary>
/// What the relay may be told to do to every n-th message, so that the load generator can be seen to notice, or to bear it.
/// </summary>
internal enum RelayFaultKind
{
    /// <summary>Acked and never delivered: the run must fail.</summary>
    Drop,

    /// <summary>A second message with a higher id: the run must fail.</summary>
    Duplicate,

    /// <summary>Delivered behind the message after it: the run must fail.</summary>
    Swap,

    /// <summary>The same frame twice, as after a lost delivery_ack: legal.</summary>
    Redeliver,

    /// <summary>A retryable error instead of an ack: legal, and the client sends again.</summary>
    Refuse,

    /// <summary>Other frames of the contract and WebSocket pings in between: legal.</summary>
    Chatter,
}

internal sealed class RelayFault(int every, RelayFaultKind kind)
{
    private long _messages;

    public RelayFaultKind? Next() => every > 0 && Interlocked.Increment(ref _messages) % every == 0 ? kind : null;
}
