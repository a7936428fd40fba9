using System.Diagnostics;

namespace Chat.Faults.Tests.Running;

/// <summary>Time since the run began: the one clock of faults, traffic and checks.</summary>
internal sealed class RunClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public TimeSpan Now => _watch.Elapsed;

    public static string Text(TimeSpan at) => $"{at.TotalSeconds,7:0.000}";
}
