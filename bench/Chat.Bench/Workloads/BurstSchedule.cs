using Chat.Bench.Client;

namespace Chat.Bench.Workloads;

/// <summary>
/// The closed loop held back to a rate: the senders take turns, evenly spaced, and each sends its whole window at once. So the traffic has the
/// shape of the run that found the maximum, and latency still counts from the intended time.
/// </summary>
/// <param name="rate">Messages a second in all.</param>
/// <param name="window">Messages of a burst, and unacked messages allowed per sender.</param>
internal sealed class BurstSchedule<T>(ClientLoop loop, T[] senders, double rate, int window, Action<T, long, long> send)
    : SendSchedule<T>(loop, window, send)
    where T : IPacedSender
{
    private readonly T[] _turns = Shuffled(senders);
    private readonly double _gap = Clock.Second / rate * window;
    private int _next;

    protected override double Next(long intended, long now)
    {
        SendOrHold(_turns[_next++ % _turns.Length], Window, intended, now);
        return _gap;
    }

    private static T[] Shuffled(T[] senders)
    {
        var turns = (T[])senders.Clone();
        new Random(4711).Shuffle(turns);
        return turns;
    }
}
