using Chat.Bench.Devices;

namespace Chat.Bench.Report;

/// <summary>Bounds of devices, for runs that have exactly their shape.</summary>
internal static class DeviceBounds
{
    public static IEnumerable<Bound> Of(CatchUpResult run)
    {
        if (run is not { Messages: 10_000 })
            yield break;
        yield return Bound.AtLeast("10,000 messages to catch up with, the slowest round", 5_000, run.SlowestRate, "messages/s");
        yield return Bound.Under("meanwhile, p99 of the acks of those who chat", 50, run.Chat.Ack?.P99, "ms");
        yield return Bound.Under("the same, of deliveries", 50, run.Chat.Delivery?.P99, "ms");
    }

    public static IEnumerable<Bound> Of(ReturnResult run)
    {
        if (run is { Load: { Groups: 200, News: 20 } })
            yield return Bound.Under("200 groups, news in 20: auth_success to sync_done with all of it, the slowest", 500, run.CaughtUp?.Max, "ms");
    }
}
