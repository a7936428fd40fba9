using Chat.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>
/// <c>kill -9</c> in mid-traffic, at any moment, and restart on what is on disk: a run kills the node several times, lets everything sent come to
/// its end on the last one, and verifies. <c>CHAT_KILL_RUNS</c> says how many runs (kill-test.sh makes fifty of them).
/// </summary>
internal static class KillRuns
{
    private const int KillsPerRun = 2;

    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("CHAT_KILL_RUNS"), out var runs) ? runs : 1;

    /// <param name="make">New traffic for each run.</param>
    public static async Task RunAsync(string provider, ITestOutputHelper output, Func<KilledTraffic> make)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var run = 1; run <= Runs; run++)
        {
            var traffic = make();
            await RunAsync(await NodeDatabase.OfAsync(provider), traffic, random);
            output.WriteLine($"{provider} run {run} of {Runs} (seed {seed}): {traffic.Acked} acked, {traffic.Outcome}");
        }
    }

    private static async Task RunAsync(NodeDatabase database, KilledTraffic traffic, Random random)
    {
        using var folder = new TempFolder();
        for (var kill = 0; kill < KillsPerRun; kill++)
        {
            await using var node = await NodeProcess.StartAsync(folder.Path, database, traffic.Settings);
            if (kill == 0)
                await traffic.PrepareAsync(node);
            var enough = traffic.Acked + traffic.BeforeKill;
            using var stop = new CancellationTokenSource();
            var driven = traffic.DriveAsync(node, stop.Token);
            // Some traffic first; then at any moment.
            await Eventually.HoldsAsync(() => traffic.Acked > enough, () => node.Output);
            await Task.Delay(random.Next(0, 400), CancellationToken.None);
            await node.KillAsync();
            await stop.CancelAsync();
            await driven;
        }

        await using var last = await NodeProcess.StartAsync(folder.Path, database, traffic.Settings);
        using var end = new CancellationTokenSource();
        var rest = traffic.DriveAsync(last, end.Token);
        traffic.StopSending();
        await Eventually.HoldsAsync(() => traffic.IsDone, () => traffic.Missing + "\n" + last.Output);
        await end.CancelAsync();
        await rest;
        await traffic.VerifyAsync(last);
    }
}
