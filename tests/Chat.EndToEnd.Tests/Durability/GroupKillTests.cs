using Chat.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>
/// <c>kill -9</c> in the middle of a fan-out, restart: every member gets every acked message of his group once, in the group's order (G2–G6,
/// R1–R5). <c>CHAT_KILL_RUNS</c> says how many runs.
/// </summary>
public sealed class GroupKillTests(ITestOutputHelper output)
{
    private const int Groups = 3;
    private const int Members = 6;
    private const int Window = 4;
    private const int KillsPerRun = 2;

    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("CHAT_KILL_RUNS"), out var runs) ? runs : 1;

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task What_a_group_has_acked_before_the_kill_comes_to_every_member_once_and_in_order(string provider)
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
        var groups = Enumerable.Range(1, Groups).Select(i => new GroupTraffic($"group{i}", Members, Window)).ToList();
        for (var kill = 0; kill < KillsPerRun; kill++)
        {
            await using var node = await NodeProcess.StartAsync(folder.Path, database);
            if (kill == 0)
                foreach (var group in groups)
                    await group.CreateAsync(node);
            var before = groups.Sum(g => g.Acked);
            using var stop = new CancellationTokenSource();
            var traffic = Task.WhenAll(groups.Select(group => group.DriveAsync(node, stop.Token)));
            await Eventually.HoldsAsync(() => groups.Sum(g => g.Acked) > before + Groups * Members * 10, () => node.Output);
            await Task.Delay(random.Next(0, 400), CancellationToken.None); // then at any moment
            await node.KillAsync();
            await stop.CancelAsync();
            await traffic;
        }

        await using var last = await NodeProcess.StartAsync(folder.Path, database);
        using var end = new CancellationTokenSource();
        var rest = Task.WhenAll(groups.Select(group => group.DriveAsync(last, end.Token)));
        foreach (var group in groups)
            group.StopSending();
        await Eventually.HoldsAsync(
            () => groups.All(g => g.IsDone), () => string.Join('\n', groups.Select(g => g.Missing())) + "\n" + last.Output);
        await end.CancelAsync();
        await rest;
        foreach (var group in groups)
            group.Verify();
        return groups.Sum(g => g.Acked);
    }
}
