using Chat.Bench.Client;

namespace Chat.Bench.Workloads;

/// <summary>
/// The closed loop held back to a rate: the senders take turns, evenly spaced, and each sends its whole window at once. So the traffic has the
/// shape of the run that found the maximum, and latency still counts from the intended time.
/// </summary>
internal sealed class BurstSchedule
{
    private readonly ClientLoop _loop;
    private readonly Exchange _exchange;
    private readonly Conversation[] _conversations;
    private readonly double _gap;
    private readonly int _window;
    private double _due;
    private int _next;
    private bool _sending;

    /// <param name="rate">Messages a second in all.</param>
    /// <param name="window">Messages of a burst, and unacked messages allowed per sender: above it a message waits, and its waiting counts.</param>
    public BurstSchedule(ClientLoop loop, Exchange exchange, Conversation[] conversations, double rate, int window)
    {
        (_loop, _exchange, _window) = (loop, exchange, window);
        _conversations = (Conversation[])conversations.Clone();
        new Random(4711).Shuffle(_conversations);
        _gap = Clock.Second / rate * window;
        exchange.Acked = SendHeld;
    }

    public void Start()
    {
        _sending = true;
        _due = Clock.Now;
        SendDue(Clock.Now);
    }

    public void Stop() => _sending = false;

    private void SendDue(long now)
    {
        if (!_sending)
            return;
        for (; _due <= now; _due += _gap)
        {
            var conversation = _conversations[_next++ % _conversations.Length];
            for (var i = 0; i < _window; i++)
                if (conversation.InFlight < _window)
                    _exchange.Send(conversation, (long)_due, now);
                else
                    (conversation.Held ??= new Queue<long>()).Enqueue((long)_due);
            conversation.Sender.Flush();
        }

        _loop.At((long)_due, SendDue);
    }

    private void SendHeld(Conversation conversation, long now)
    {
        if (conversation.Held?.TryDequeue(out var intended) == true)
            _exchange.Send(conversation, intended, now);
    }
}
