using Chat.Bench.Client;

namespace Chat.Bench.Workloads;

/// <summary>Sends at random moments of a given mean rate; the same moments and senders in every run.</summary>
internal sealed class PoissonSchedule<T>(ClientLoop loop, T[] senders, double rate, int window, Action<T, long, long> send)
    : SendSchedule<T>(loop, window, send)
    where T : IPacedSender
{
    private readonly double _meanGap = Clock.Second / rate;
    private readonly Random _random = new(4711);

    protected override double Next(long intended, long now)
    {
        SendOrHold(senders[_random.Next(senders.Length)], 1, intended, now);
        return -Math.Log(1 - _random.NextDouble()) * _meanGap;
    }
}
