using Chat.Bench.Client;

namespace Chat.Bench.Groups;

/// <summary>A closed loop: every sender has a window of unacked messages under way, until a quota of them is sent, where there is one.</summary>
internal sealed class WindowPace : IPace
{
    private readonly GroupExchange _exchange;
    private readonly int _window;
    private long _left;
    private bool _sending;

    public WindowPace(GroupExchange exchange, Crowd crowd, int window, long quota = long.MaxValue)
    {
        (_exchange, Crowd, _window, _left) = (exchange, crowd, window, quota);
        crowd.Acked = Send;
    }

    public Crowd Crowd { get; }

    public void Start()
    {
        _sending = true;
        foreach (var channel in Crowd.Channels)
        {
            for (var i = 0; i < _window; i++)
                Send(channel, Clock.Now);
            channel.Sender.Flush();
        }
    }

    public void Stop() => _sending = false;

    private void Send(Channel channel, long now)
    {
        if (!_sending || _left == 0)
            return;
        _left--;
        _exchange.Send(channel, now, now);
    }
}
