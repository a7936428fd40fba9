using Akka.Actor;
using Chat.Actors.Cleanup;
using Chat.Actors.Tests.Harness;

namespace Chat.Actors.Tests.Cleanup;

/// <summary>How a round goes: not faster than it may, through slow entities, and on from where another node has left it.</summary>
public sealed class CleanupRoundTests
{
    [Fact]
    public async Task Nobody_is_woken_faster_than_the_throttle_allows()
    {
        await using var at = await SleepersCase.CreateAsync("SQLite");
        await SleepAsync(at, 30);
        await at.PassAsync();
        await at.RoundAsync(SleepersCase.Fast with { WakeUpsPerSecond = 20 });
        Assert.Equal(30, at.Asked.Count);
        Assert.True(at.AskedWithin > TimeSpan.FromSeconds(27 / 20.0), $"all within {at.AskedWithin}"); // a burst of two at first
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task An_entity_that_does_not_answer_is_left_to_the_next_round(string provider)
    {
        await using var at = await SleepersCase.CreateAsync(provider);
        var users = await SleepAsync(at, 10);
        await at.PassAsync();
        at.Unreachable = users[4];
        var settings = SleepersCase.Fast with { Parallelism = 2 };
        var running = at.RoundAsync(settings);
        await Eventually.HoldsAsync(() => at.OnlyTheUnreachableIsWaitedFor);
        Assert.False(running.IsCompleted, "it did not wait for the answer");
        at.AnswerTime.Advance(settings.AnswerTimeout);
        var round = await running;
        Assert.Equal((10L, 1L, 1L), (round.Woken, round.Pending, round.Silent));
        Assert.Equal(45, round.RemovedRows);

        await Eventually.HoldsAsync(async () => await at.Journal.AskAsync<long>("select count(*) from journal") == 4);
        at.Unreachable = null;
        var next = await at.RoundAsync();
        Assert.Equal((1L, 0L, 5L), (next.Woken, next.Pending, next.RemovedRows));
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task A_round_that_another_node_has_begun_goes_on_where_it_was(string provider)
    {
        await using var at = await SleepersCase.CreateAsync(provider);
        var users = (await SleepAsync(at, 12)).OrderBy(SleepersCase.PersistenceId, StringComparer.Ordinal).ToList();
        await at.PassAsync();
        var begun = CleanupProgress.Beginning(at.Time.GetUtcNow()) with
        {
            Position = SleepersCase.PersistenceId(users[6]), Seen = 7, Woken = 7, RemovedRows = 28,
        };
        await CleanupRounds.SaveAsync(at.Journal.Database, begun, CancellationToken.None);

        at.StartActor(SleepersCase.Fast);
        var ended = await EndedAsync(at);
        Assert.Equal(users.Skip(7), at.Asked);
        Assert.Equal((begun.Started, 12L, 12L, 53L), (ended.Started, ended.Seen, ended.Woken, ended.RemovedRows));
    }

    [Fact]
    public async Task Rounds_follow_one_another_at_their_interval_whoever_runs_them()
    {
        await using var at = await SleepersCase.CreateAsync("SQLite");
        var interval = new CleanupSettings().Interval;
        var first = at.StartActor(SleepersCase.Fast);
        var ended = await EndedAsync(at);
        await first.GracefulStop(TimeSpan.FromSeconds(10));

        at.StartActor(SleepersCase.Fast);
        var began = DateTimeOffset.FromUnixTimeMilliseconds(ended.Started);
        await Eventually.HoldsAsync(async () =>
        {
            at.Time.Advance(TimeSpan.FromMinutes(10));
            return (await CleanupRounds.LoadAsync(at.Journal.Database, CancellationToken.None))!.Started > ended.Started;
        });
        Assert.True(at.Time.GetUtcNow() - began >= interval);
        var second = await CleanupRounds.LoadAsync(at.Journal.Database, CancellationToken.None);
        Assert.True(second!.Started - ended.Started >= interval.TotalMilliseconds);
    }

    /// <summary>Four rows each, and a fifth that the clean-up writes.</summary>
    private static async Task<IReadOnlyList<string>> SleepAsync(SleepersCase at, int many)
    {
        string[] users = [.. Enumerable.Range(0, many).Select(i => $"sleeper{i}")];
        foreach (var (user, i) in users.Select((user, i) => (user, i)))
            await at.SendAsync(user, 3, session: 100 + i);
        await at.AllAsleepAsync(users);
        return users;
    }

    private static async Task<CleanupProgress> EndedAsync(SleepersCase at)
    {
        CleanupProgress? progress = null;
        await Eventually.HoldsAsync(async () =>
        {
            at.Time.Advance(TimeSpan.FromMinutes(1));
            progress = await CleanupRounds.LoadAsync(at.Journal.Database, CancellationToken.None);
            return progress is { HasEnded: true };
        });
        return progress!;
    }
}
