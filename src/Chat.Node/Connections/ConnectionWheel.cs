namespace Chat.Node.Connections;

/// <summary>
/// The one timer of all connections: a hashed wheel of 250 ms ticks. An idle connection stands in one bucket, as a link in a list,
/// and is touched only when something of its own is due; a timer per connection would cost 200 bytes and a place in the runtime's queue.
/// </summary>
internal sealed partial class ConnectionWheel : IDisposable
{
    public const int TickMilliseconds = 250;

    // 128 s to the round: longer than any wait of a connection that has a lease to renew, so hardly an entry is passed over.
    private const int Buckets = 512;

    private readonly TimeProvider _time;
    private readonly ILogger<ConnectionWheel> _logger;
    private readonly long _start;
    private readonly WheelEntry?[] _buckets = new WheelEntry?[Buckets];
    private readonly Lock _sync = new();
    private readonly Lock _turning = new();
    private readonly List<WheelEntry> _due = [];
    private readonly ITimer _timer;
    private long _tick;

    public ConnectionWheel(TimeProvider time, ILogger<ConnectionWheel> logger)
    {
        (_time, _logger) = (time, logger);
        _start = time.GetTimestamp();
        var period = TimeSpan.FromMilliseconds(TickMilliseconds);
        _timer = time.CreateTimer(static wheel => ((ConnectionWheel)wheel!).Turn(), this, period, period);
    }

    /// <summary>Milliseconds since the wheel was made; never goes backwards.</summary>
    public long Now => (long)_time.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>The same as of the last tick: good enough for liveness, and costs one read.</summary>
    public long CoarseNow => Volatile.Read(ref _tick) * TickMilliseconds;

    /// <summary>Wakes the entry at <paramref name="due"/> (on <see cref="Now"/>'s scale) unless it is to be woken before that anyway.</summary>
    public void WakeBy(WheelEntry entry, long due)
    {
        // Rounded up: nothing is ever woken early. 0 means "not on the wheel", so the first tick is 1.
        var tick = Math.Max(1, (due + TickMilliseconds - 1) / TickMilliseconds);
        var present = Volatile.Read(ref entry.DueTick);
        if (present != 0 && present <= tick)
            return;
        lock (_sync)
        {
            if (entry.DueTick != 0)
            {
                if (entry.DueTick <= tick)
                    return;
                Unlink(entry);
            }

            Link(entry, Math.Max(tick, _tick + 1));
        }
    }

    public void Remove(WheelEntry entry)
    {
        lock (_sync)
        {
            if (entry.DueTick != 0)
                Unlink(entry);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Turn()
    {
        // A turn that takes longer than a tick is made up for by the next.
        if (!_turning.TryEnter())
            return;
        try
        {
            var target = Now / TickMilliseconds;
            while (Volatile.Read(ref _tick) < target)
            {
                Collect();
                foreach (var entry in _due)
                    Wake(entry);
                _due.Clear();
            }
        }
        finally
        {
            _turning.Exit();
        }
    }

    private void Collect()
    {
        lock (_sync)
        {
            var tick = _tick + 1;
            Volatile.Write(ref _tick, tick);
            for (var entry = _buckets[tick % Buckets]; entry is not null;)
            {
                var next = entry.Next;
                if (entry.DueTick <= tick)
                {
                    Unlink(entry);
                    _due.Add(entry);
                }

                entry = next;
            }
        }
    }

    private void Wake(WheelEntry entry)
    {
        try
        {
            entry.OnDue();
        }
#pragma warning disable CA1031 // One entry's fault must not stop the clock of all others.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(e, entry.GetType().Name);
        }
    }

    private void Link(WheelEntry entry, long tick)
    {
        entry.DueTick = tick;
        ref var head = ref _buckets[tick % Buckets];
        entry.Next = head;
        entry.Previous = null;
        if (head is not null)
            head.Previous = entry;
        head = entry;
    }

    private void Unlink(WheelEntry entry)
    {
        if (entry.Previous is null)
            _buckets[entry.DueTick % Buckets] = entry.Next;
        else
            entry.Previous.Next = entry.Next;
        if (entry.Next is not null)
            entry.Next.Previous = entry.Previous;
        (entry.Previous, entry.Next, entry.DueTick) = (null, null, 0);
    }
}
