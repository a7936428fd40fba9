using Chat.Bench.Client;

namespace Chat.Bench.Groups;

/// <summary>
/// An open loop: messages come at random moments of a given mean rate, whatever the server does, and latency counts from the intended
/// moment. The same moments and senders in every run.
/// </summary>
internal sealed class PoissonPace : IPace
{
    private readonly ClientLoop _loop;
    private readonly GroupExchange _exchange;
    private readonly Channel[] _channels;
    private readonly double _meanGap;
    private readonly int _window;
    private readonly Random _random = new(4711);
    private double _due;
    private bool _sending;

    /// <param name="window">Unacked messages allowed per sender: above it a message waits, and its waiting counts.</param>
    public PoissonPace(ClientLoop loop, GroupExchange exchange, Crowd crowd, double rate, int window)
    {
        (_loop, _exchange, Crowd, _channels, _window) = (loop, exchange, crowd, [.. crowd.Channels], window);
        _meanGap = Clock.Second / rate;
        crowd.Acked = SendHeld;
    }

    public Crowd Crowd { get; }

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
            var channel = _channels[_random.Next(_channels.Length)];
            if (channel.InFlight < _window)
            {
                _exchange.Send(channel, (long)_due, now);
                channel.Sender.Flush();
            }
            else
            {
                (channel.Held ??= new Queue<long>()).Enqueue((long)_due);
            }

            _due += -Math.Log(1 - _random.NextDouble()) * _meanGap;
        }

        _loop.At((long)_due, SendDue);
    }

    private void SendHeld(Channel channel, long now)
    {
        if (channel.Held?.TryDequeue(out var intended) == true)
            _exchange.Send(channel, intended, now);
    }
}
