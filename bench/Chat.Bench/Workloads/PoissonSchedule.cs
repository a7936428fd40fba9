using Chat.Bench.Client;

namespace Chat.Bench.Workloads;

/// <summary>Sends at random moments of a given mean rate; the same moments in every run.</summary>
internal sealed class PoissonSchedule
{
    private readonly ClientLoop _loop;
    private readonly Exchange _exchange;
    private readonly Conversation[] _conversations;
    private readonly double _meanGap;
    private readonly int _window;
    private readonly Random _random = new(4711);
    private double _due;
    private bool _sending;

    /// <param name="window">Unacked messages allowed per sender: above it a message waits, and its waiting counts.</param>
    public PoissonSchedule(ClientLoop loop, Exchange exchange, Conversation[] conversations, double rate, int window)
    {
        (_loop, _exchange, _conversations, _window) = (loop, exchange, conversations, window);
        _meanGap = Clock.Second / rate;
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
        while (_due <= now)
        {
            var conversation = _conversations[_random.Next(_conversations.Length)];
            if (conversation.InFlight < _window)
            {
                _exchange.Send(conversation, (long)_due, now);
                conversation.Sender.Flush();
            }
            else
            {
                (conversation.Held ??= new Queue<long>()).Enqueue((long)_due);
            }

            _due += -Math.Log(1 - _random.NextDouble()) * _meanGap;
        }

        _loop.At((long)_due, SendDue);
    }

    private void SendHeld(Conversation conversation, long now)
    {
        if (conversation.Held?.TryDequeue(out var intended) == true)
            _exchange.Send(conversation, intended, now);
    }
}
