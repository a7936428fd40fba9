using Chat.Bench.Client;
using Chat.Bench.Workloads;

namespace Chat.Bench.Groups;

/// <summary>An open loop over the channels of a crowd: latency counts from the intended moment.</summary>
internal sealed class PoissonPace : IPace
{
    private readonly PoissonSchedule<Channel> _schedule;

    /// <param name="window">Unacked messages allowed per sender: above it a message waits, and its waiting counts.</param>
    public PoissonPace(ClientLoop loop, GroupExchange exchange, Crowd crowd, double rate, int window)
    {
        Crowd = crowd;
        _schedule = new PoissonSchedule<Channel>(loop, [.. crowd.Channels], rate, window, exchange.Send);
        crowd.Acked = _schedule.SendHeld;
    }

    public Crowd Crowd { get; }

    public void Start() => _schedule.Start();

    public void Stop() => _schedule.Stop();
}
