using Chat.Actors.Databases;
using Chat.Actors.History;
using Chat.Actors.Tests.Harness;
using Chat.Domain.Users;

namespace Chat.Actors.Tests.History;

/// <summary>From journals into history: every message that was acked, once, whatever crashes or is away; and nobody's ack waits for it.</summary>
public sealed class HistoryStreamTests
{
    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task What_comes_after_the_choice_is_kept_in_order_and_leaves_the_journal(string provider)
    {
        await using var at = await HistoryCase.CreateAsync(provider, limits: new UserLimits { SnapshotEvery = 50 });
        await at.SendAsync("bert", 3, session: 1);
        await at.SetAsync("bert", true);
        var kept = await at.SendAsync("bert", 700, session: 2);
        await at.SendAsync("carl", 5, session: 3); // keeps nothing
        await at.HoldsAsync("bert", kept);
        Assert.Empty(await at.KeptAsync("carl"));
        Assert.Equal(700, await at.Journal.AskAsync<long>("select count(*) from history"));
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task A_crash_between_the_write_and_its_progress_leaves_neither_gap_nor_double(string provider)
    {
        await using var at = await HistoryCase.CreateAsync(provider);
        await at.SetAsync("bert", true);
        at.Forgets = true;
        var kept = await at.SendAsync("bert", 300, session: 1);
        await Eventually.HoldsAsync(async () => (await at.KeptAsync("bert")).Count > 0);

        at.Forgets = false;
        await at.RestartAsync("bert");
        await at.HoldsAsync("bert", kept);
        await at.RestartAsync("bert");
        var more = await at.SendAsync("bert", 10, session: 2);
        await at.HoldsAsync("bert", [.. kept, .. more]);
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Crashes_at_any_moment_leave_neither_gap_nor_double_while_rows_are_deleted(string provider)
    {
        await using var at = await HistoryCase.CreateAsync(provider, limits: new UserLimits { SnapshotEvery = 20 });
        var random = new Random(5);
        await at.SetAsync("bert", true);
        var kept = new List<string>();
        for (var life = 1; life <= 6; life++)
        {
            var attached = UserHost.Attach("bert", 1_000 + life);
            at.Host.Tell(attached);
            kept.AddRange(await at.SendAsync("bert", 90, session: life));
            at.Host.Tell(new UserCommands.AcknowledgeDelivery(attached.UserId, attached.Connection, attached.Device, [], long.MaxValue));
            if (!at.Forgets && random.Next(2) == 0) await Eventually.HoldsAsync(async () => (await at.KeptAsync("bert")).Count > kept.Count - 90);
            at.Forgets = random.Next(2) == 0;
            await at.RestartAsync("bert");
        }

        at.Forgets = false;
        await at.RestartAsync("bert");
        await at.HoldsAsync("bert", kept);
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task While_the_table_is_away_messages_are_acked_and_afterwards_it_has_them(string provider)
    {
        await using var at = await HistoryCase.CreateAsync(provider);
        await at.SetAsync("bert", true);
        at.History.Before = _ => throw new NamedDatabaseException("away");
        var kept = await at.SendAsync("bert", 20, session: 1);
        await Eventually.HoldsAsync(() => at.History.Writes > 0);
        kept = [.. kept, .. await at.SendAsync("bert", 20, session: 2)];
        Assert.Empty(await at.KeptAsync("bert"));
        at.History.Before = null;
        await at.HoldsAsync("bert", kept);
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task A_full_queue_says_not_now_and_everybody_comes_again(string provider)
    {
        await using var at = await HistoryCase.CreateAsync(provider, new HistorySettings { Waiting = 1, Readers = 1, Writers = 1, BatchRows = 3 });
        string[] users = [.. Enumerable.Range(1, 12).Select(n => $"u{n}")];
        foreach (var user in users)
            await at.SetAsync(user, true);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        at.History.Before = _ => gate.Task;
        var kept = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (user, i) in users.Select((user, i) => (user, i)))
            kept[user] = await at.SendAsync(user, 5, session: 10 + i);
        await Eventually.HoldsAsync(() => at.History.Writes > 0);
        gate.SetResult();
        foreach (var user in users)
            await at.HoldsAsync(user, kept[user]);
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task A_portion_that_cannot_be_written_holds_up_only_itself(string provider)
    {
        await using var at = await HistoryCase.CreateAsync(provider);
        await at.SetAsync("bad", true);
        await at.SetAsync("bert", true);
        at.History.Before = portions => portions.Any(p => p.Owner.Id == "bad") ? throw new NamedDatabaseException("refused") : Task.CompletedTask;
        var bad = await at.SendAsync("bad", 5, session: 1);
        var kept = await at.SendAsync("bert", 5, session: 2);
        await at.HoldsAsync("bert", kept);
        Assert.Empty(await at.KeptAsync("bad"));
        at.History.Before = null;
        await at.HoldsAsync("bad", bad);
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Switched_off_what_was_kept_is_erased_and_switched_on_again_it_begins_anew(string provider)
    {
        await using var at = await HistoryCase.CreateAsync(provider);
        await at.SetAsync("bert", true);
        await at.HoldsAsync("bert", await at.SendAsync("bert", 30, session: 1));
        await at.SetAsync("bert", false);
        await at.SendAsync("bert", 5, session: 2);
        await at.HoldsAsync("bert", []);
        await at.SetAsync("bert", true);
        await at.HoldsAsync("bert", await at.SendAsync("bert", 4, session: 3));
    }
}
