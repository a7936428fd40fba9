using Akka.Actor;
using Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Addressing.Batches;

/// <summary>
/// What goes to one other node. A remote message costs some 10 us on both sides together whatever is in it, so what is told in the same
/// moment travels as one: after a quiet moment the first leaves at once, and what follows within <see cref="Pause"/> leaves together.
/// </summary>
/// <remarks>
/// Bounded: a batch by its frame, those under way by the window, what waits behind a full window by <see cref="WaitingBytes"/>; beyond
/// that messages are dropped and counted. Both kinds may be: what is lost for a connection shows as a hole in its chain of frames, what is lost
/// for an entity is told again by whoever needs an answer.
/// </remarks>
internal sealed class NodeOutbox : IDisposable
{
    /// <summary>Half of it is the delay that batching adds on average, and only where there is more to send.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);

    /// <summary>Far below the frame of 2 MiB: heartbeats between nodes wait behind a large one.</summary>
    public const int BatchBytes = 128 * 1024;

    /// <summary>Batches under way that the other node has not confirmed.</summary>
    public const int Window = 64;

    /// <summary>The other node confirms every so many batches, so that its answers cost little.</summary>
    public const int ConfirmEvery = Window / 8;

    public const int WaitingBytes = 4 * 1024 * 1024;

    // Confirmations can be lost like anything else.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Lock _sync = new();
    private readonly IActorRef _hub;
    private readonly long _from;
    private readonly long _to;
    private readonly BatchCodec _codec;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Queue<BatchItem> _waiting = new();
    private object? _lastMessage;
    private BatchItem? _lastItem;
    private int _waitingBytes;
    private long _sent;
    private long _taken;
    private long _sentAt;
    private long _dueAt = long.MaxValue;
    private bool _closed;

    /// <param name="hub">The <see cref="BatchHub"/> of the other node.</param>
    public NodeOutbox(long from, long to, IActorRef hub, BatchCodec codec, TimeProvider time)
    {
        (_from, _to, _hub, _codec, _time) = (from, to, hub, codec, time);
        _timer = time.CreateTimer(static state => ((NodeOutbox)state!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _sentAt = time.GetTimestamp() - time.TimestampFrequency; // quiet so far
    }

    /// <summary>For a connection of the other node. The same object for several in a row is written once.</summary>
    /// <returns>False where it takes nothing more: another way is to be found.</returns>
    public bool Add(long connection, object message)
    {
        lock (_sync)
        {
            if (ReferenceEquals(message, _lastMessage))
            {
                _lastItem!.Connections.Add(connection);
                NodeMetrics.Messages.Add(1);
                return true;
            }
        }

        var item = _codec.Write(message);
        item.Connections.Add(connection);
        return Add(item, message);
    }

    /// <summary>For an entity that is thought to live on the other node.</summary>
    /// <returns>False where it takes nothing more: another way is to be found.</returns>
    public bool Add(object message) => Add(_codec.Write(message), null);

    /// <summary>The other node has taken the batches up to this one.</summary>
    public void Taken(long upTo)
    {
        lock (_sync)
        {
            _taken = Math.Max(_taken, upTo);
            if (_waiting.Count > 0)
                SendOrWait();
        }
    }

    /// <summary>Takes nothing more; what waits still goes.</summary>
    public void Dispose()
    {
        lock (_sync)
        {
            while (!_closed && _waiting.Count > 0)
                Send();
            _closed = true;
        }

        _timer.Dispose();
    }

    private bool Add(BatchItem item, object? shared)
    {
        var size = SizeOf(item);
        lock (_sync)
        {
            if (_closed)
                return false;
            if (_waitingBytes + size > WaitingBytes)
            {
                NodeMetrics.Dropped.Add(1);
                return true;
            }

            _waiting.Enqueue(item);
            _waitingBytes += size;
            (_lastMessage, _lastItem) = (shared, shared is null ? null : item);
            SendOrWait();
            return true;
        }
    }

    private void OnTimer()
    {
        lock (_sync)
        {
            _dueAt = long.MaxValue;
            if (_waiting.Count > 0)
                SendOrWait();
        }
    }

    private void SendOrWait()
    {
        if (_closed)
            return;
        var quiet = _time.GetElapsedTime(_sentAt);
        if (_sent - _taken >= Window)
        {
            if (quiet < Patience)
            {
                WaitFor(Patience - quiet); // or for the confirmation
                return;
            }

            NodeMetrics.Unconfirmed.Add(1);
            _sent += ConfirmEvery - 1 - _sent % ConfirmEvery; // one more, of a number that is confirmed, to hear from it
            _taken = _sent - Window + 1;
        }

        if (quiet < Pause && _waitingBytes < BatchBytes)
            WaitFor(Pause - quiet);
        else
            Send();
    }

    private void WaitFor(TimeSpan time)
    {
        // A wait for a confirmation gives way to the pause that its arrival leaves.
        var due = _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency);
        if (due >= _dueAt)
            return;
        _dueAt = due;
        // Whole milliseconds, upwards: a timer counts in them, and cut off it would fire before its time.
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void Send()
    {
        var batch = new NodeBatch { From = _from, To = _to, Number = ++_sent };
        var bytes = 0;
        while (_waiting.TryPeek(out var item) && (bytes == 0 || bytes + SizeOf(item) <= BatchBytes))
        {
            batch.Items.Add(_waiting.Dequeue());
            bytes += SizeOf(item);
        }

        _waitingBytes -= bytes;
        (_lastMessage, _lastItem) = (null, null);
        _sentAt = _time.GetTimestamp();
        NodeMetrics.Batches.Add(1);
        NodeMetrics.Bytes.Add(bytes);
        NodeMetrics.Messages.Add(batch.Items.Count);
        _hub.Tell(batch, ActorRefs.NoSender);
        if (_waiting.Count > 0)
            WaitFor(Pause);
    }

    // Rather than the exact size, which would be computed anew for each batch: names and numbers around the message.
    private static int SizeOf(BatchItem item) => item.Message.Length + 24;
}
