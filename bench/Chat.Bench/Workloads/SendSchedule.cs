using Chat.Bench.Client;

namespace Chat.Bench.Workloads;

/// <summary>Sends when its time has come, whatever the server does; what finds too many unacked waits, and its waiting counts.</summary>
/// <param name="window">Unacked messages allowed per sender.</param>
/// <param name="send">Writes a message of a sender, given its intended time and now.</param>
internal abstract class SendSchedule<T>(ClientLoop loop, int window, Action<T, long, long> send)
    where T : IPacedSender
{
    private double _due;
    private bool _sending;

    protected int Window => window;

    public void Start()
    {
        _sending = true;
        _due = Clock.Now;
        SendDue(Clock.Now);
    }

    public void Stop() => _sending = false;

    /// <summary>To be called at each fresh ack of the sender.</summary>
    public void SendHeld(T from, long now)
    {
        if (from.MaySend && from.Held?.TryDequeue(out var intended) == true)
            send(from, intended, now);
    }

    /// <summary>After its connection has come back: all that waited, as far as the window allows.</summary>
    public void SendAllHeld(T from, long now)
    {
        while (from.InFlight < window && from.Held?.TryDequeue(out var intended) == true)
            send(from, intended, now);
        from.Sender.Flush();
    }

    /// <summary>What is due at this moment goes out by <see cref="SendOrHold"/>.</summary>
    /// <returns>Nanoseconds until the next moment.</returns>
    protected abstract double Next(long intended, long now);

    protected void SendOrHold(T from, int messages, long intended, long now)
    {
        for (var i = 0; i < messages; i++)
            if (from.InFlight < window && from.MaySend)
                send(from, intended, now);
            else
                (from.Held ??= new Queue<long>()).Enqueue(intended);
        from.Sender.Flush();
    }

    private void SendDue(long now)
    {
        if (!_sending)
            return;
        while (_due <= now)
            _due += Next((long)_due, now);
        // Upwards: cut off, it could be this very moment again, for ever.
        loop.At((long)Math.Ceiling(_due), SendDue);
    }
}
