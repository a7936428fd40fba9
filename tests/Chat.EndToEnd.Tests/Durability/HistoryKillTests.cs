using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;
using Xunit.Abstractions;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>
/// <c>kill -9</c> in mid-traffic between users who keep history: afterwards it has every message that was acked, once and in order. The
/// delivered ones have left the journal meanwhile, or not; history goes on where it was. <c>CHAT_KILL_RUNS</c> says how many runs.
/// </summary>
public sealed class HistoryKillTests(ITestOutputHelper output)
{
    private const int Pairs = 4;
    private const int Window = 16;
    private const int KillsPerRun = 2;

    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("CHAT_KILL_RUNS"), out var runs) ? runs : 1;

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task What_was_acked_before_the_kill_is_in_history_once(string provider)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var run = 1; run <= Runs; run++)
        {
            var acked = await RunAsync(await NodeDatabase.OfAsync(provider), random);
            output.WriteLine($"{provider} run {run} of {Runs} (seed {seed}): {acked} acked, all of them kept once");
        }
    }

    private static async Task<int> RunAsync(NodeDatabase database, Random random)
    {
        using var folder = new TempFolder();
        var pairs = Enumerable.Range(1, Pairs).Select(i => new PairTraffic($"kept{i}", Window)).ToList();
        for (var kill = 0; kill < KillsPerRun; kill++)
        {
            await using var node = await NodeProcess.StartAsync(folder.Path, database, ("Users__SnapshotEvery", "40"));
            if (kill == 0)
                foreach (var pair in pairs)
                    await KeepAsync(node, pair.Receiver);
            var before = pairs.Sum(p => p.Acked);
            using var stop = new CancellationTokenSource();
            var traffic = PairTraffic.DriveAsync(node, pairs, stop.Token);
            await Eventually.HoldsAsync(() => pairs.Sum(p => p.Acked) > before + Pairs * 40, () => node.Output);
            await Task.Delay(random.Next(0, 400), CancellationToken.None); // then at any moment
            await node.KillAsync();
            await stop.CancelAsync();
            await traffic;
        }

        await using var last = await NodeProcess.StartAsync(folder.Path, database, ("Users__SnapshotEvery", "40"));
        using var end = new CancellationTokenSource();
        var rest = PairTraffic.DriveAsync(last, pairs, end.Token);
        foreach (var pair in pairs)
            pair.StopSending();
        await Eventually.HoldsAsync(() => pairs.All(p => p.IsDone), () => last.Output);
        await end.CancelAsync();
        await rest;
        foreach (var pair in pairs)
            await VerifyAsync(last, pair);
        return pairs.Sum(p => p.Acked);
    }

    private static async Task KeepAsync(NodeProcess node, string user)
    {
        using var rest = new RestClient(node).As(TestTokens.For(user));
        var (status, body) = await rest.SendAsync(HttpMethod.Patch, "/api/users/me", new { keep_history = true });
        Assert.True(status == 200 && (bool)body!["keep_history"]!, $"{status} {body}");
    }

    private static async Task VerifyAsync(NodeProcess node, PairTraffic pair)
    {
        using var rest = new RestClient(node).As(TestTokens.For(pair.Receiver));
        IReadOnlyList<string> kept = [];
        var end = DateTime.UtcNow.AddSeconds(60);
        while (kept.Count < pair.AckedIds.Count && DateTime.UtcNow < end)
            kept = await ReadAsync(rest, pair); // what is owed comes within moments
        Assert.Equal(pair.AckedIds, kept);
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(RestClient rest, PairTraffic pair)
    {
        var (one, other) = string.CompareOrdinal(pair.Sender, pair.Receiver) < 0 ? (pair.Sender, pair.Receiver) : (pair.Receiver, pair.Sender);
        var ids = new List<string>();
        for (JsonNode? page = null; page is null || (bool)page["has_more"]!;)
        {
            var place = ids.Count == 0 ? "after_time=0" : $"after={ids[^1]}";
            (var status, page) = await rest.SendAsync(HttpMethod.Get, $"/api/conversations/conv_{one}_{other}/messages?limit=100&{place}");
            Assert.True(status == 200, $"{status} {page}");
            ids.AddRange(page!["messages"]!.AsArray().Select(message => (string)message!["message_id"]!));
        }

        return ids;
    }
}
