using Chat.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>
/// <c>kill -9</c> in mid-traffic, restart on what is on disk: nothing acked is lost, doubled or out of order (R1–R3, M2, M4).
/// A run kills the node several times; <c>CHAT_KILL_RUNS</c> says how many runs (kill-test.sh makes fifty of them).
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Pairs = 8;
    private const int Window = 16;
    private const int KillsPerRun = 2;

    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("CHAT_KILL_RUNS"), out var runs) ? runs : 1;

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task What_was_acked_before_the_kill_arrives_once_and_in_order_after_it(string provider)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var run = 1; run <= Runs; run++)
        {
            var acked = await RunAsync(await NodeDatabase.OfAsync(provider), random);
            output.WriteLine($"{provider} run {run} of {Runs} (seed {seed}): {acked} acked, none lost, doubled or out of order");
        }
    }

    private static async Task<int> RunAsync(NodeDatabase database, Random random)
    {
        using var folder = new TempFolder();
        var pairs = Enumerable.Range(1, Pairs).Select(i => new PairTraffic($"pair{i}", Window)).ToList();
        for (var kill = 0; kill < KillsPerRun; kill++)
        {
            await using var node = await NodeProcess.StartAsync(folder.Path, database);
            var before = pairs.Sum(p => p.Acked);
            using var stop = new CancellationTokenSource();
            var traffic = PairTraffic.DriveAsync(node, pairs, stop.Token);
            // Some traffic first; then at any moment.
            await Eventually.HoldsAsync(() => pairs.Sum(p => p.Acked) > before + Pairs * 20, () => node.Output);
            await Task.Delay(random.Next(0, 400), CancellationToken.None);
            await node.KillAsync();
            await stop.CancelAsync();
            await traffic;
        }

        await using var last = await NodeProcess.StartAsync(folder.Path, database);
        using var end = new CancellationTokenSource();
        var rest = PairTraffic.DriveAsync(last, pairs, end.Token);
        foreach (var pair in pairs)
            pair.StopSending();
        await Eventually.HoldsAsync(() => pairs.All(p => p.IsDone), () => last.Output);
        await end.CancelAsync();
        await rest;
        foreach (var pair in pairs)
            pair.Verify();
        return pairs.Sum(p => p.Acked);
    }
}
