using System.Diagnostics;

namespace Chat.Bench.Client;

/// <summary>Monotonic nanoseconds; the one clock of loop, timers and latencies.</summary>
internal static class Clock
{
    public const long Microsecond = 1_000;
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;

    // Stopwatch counts nanoseconds on Linux, the only system that the generator runs on (epoll, /proc).
    public static long Now => Stopwatch.GetTimestamp();

    public static long Nanoseconds(TimeSpan span) => span.Ticks * 100;
}
