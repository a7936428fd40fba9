using Chat.Actors.Cleanup;
using Chat.Actors.Tests.Harness;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Cleanup;

/// <summary>What nobody has fetched for 30 days goes, also where nobody wakes: from the inbox, and from the tables.</summary>
public sealed class SleepersExpireTests
{
    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task After_31_days_inboxes_and_journal_are_empty_and_nobody_is_woken_again(string provider)
    {
        await using var at = await SleepersCase.CreateAsync(provider);
        string[] sleepers = [.. Enumerable.Range(0, 20).Select(i => $"sleeper{i}")];
        string[] crashed = [.. Enumerable.Range(0, 5).Select(i => $"crashed{i}")];
        foreach (var (user, i) in sleepers.Select((user, i) => (user, i)))
            await at.SendAsync(user, 3, session: 100 + i);
        await at.AllAsleepAsync(sleepers);
        foreach (var (user, i) in crashed.Concat(sleepers[..5]).Select((user, i) => (user, i)))
            await at.SendAsync(user, 2, session: 200 + i);
        await at.RestartAsync(); // five without any snapshot, and five with rows above theirs

        await at.PassAsync();
        await at.SendAsync("young", 3, session: 300);

        var round = await at.RoundAsync();
        string[] old = [.. sleepers, .. crashed];
        Assert.Equal(old.Order(), at.Asked.Order());
        Assert.Equal((26L, 25L, 0L, 0L), (round.Seen, round.Woken, round.Pending, round.Silent));
        Assert.True(round.HasEnded);
        foreach (var user in old)
            await Eventually.HoldsAsync(async () => await at.RowsAsync(user) == 0 && await at.SnapshotsAsync(user) is 1 or 2);
        Assert.True(round.RemovedRows >= 20 * 4 + 5 * 2 + 5 * 3);
        Assert.Equal(4, await at.RowsAsync("young"));

        foreach (var user in old)
            await Eventually.HoldsAsync(async () => !await at.Host.IsAwakeAsync(user)); // without waiting for idle minutes
        Assert.True(await at.Host.IsAwakeAsync("young"));

        await at.RoundAsync();
        at.Time.Advance(TimeSpan.FromDays(31)); // another month
        await at.RoundAsync();
        Assert.Equal(old.Append("young").Order(), at.Asked.Order());
        await Eventually.HoldsAsync(async () => await at.Journal.AskAsync<long>("select count(*) from journal") == 0);
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Whoever_comes_back_finds_what_is_young_and_goes_on(string provider)
    {
        await using var at = await SleepersCase.CreateAsync(provider);
        await at.SendAsync("bert", 3, session: 100);
        await at.AllAsleepAsync("bert");
        await at.PassAsync(days: 2);
        await at.SendAsync("bert", 2, session: 100);
        await at.RestartAsync();
        await at.PassAsync(days: 29);
        await at.RoundAsync();
        Assert.Equal(["bert"], at.Asked);
        await Eventually.HoldsAsync(async () => await at.Journal.AskAsync<long>("select min(sequence_number) from journal") == 5);

        await at.RestartAsync();
        at.Host.Tell(UserHost.Attach("bert", 900));
        await Eventually.HoldsAsync(() => at.Host.Connections.Of<CaughtUp>(new(1, 900)).Any());
        Assert.Equal(["text 4", "text 5"], at.Host.Connections.Of<PushMessage>(new(1, 900)).Select(m => m.Body.Content));
        Assert.Equal(2, at.Host.Connections.Of<Attached>(new(1, 900)).Single().UnreadCount);
        at.Host.Tell(UserHost.Message("bert", 1, "text 6", session: 101));
        await Eventually.HoldsAsync(() => at.Host.Connections.Of<PushMessage>(new(1, 900)).Count() == 3);
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task Rows_that_were_delivered_long_ago_go_also_of_someone_who_is_on_line(string provider)
    {
        await using var at = await SleepersCase.CreateAsync(provider);
        await at.SendAsync("bert", 3, session: 100);
        at.Host.Tell(UserHost.Attach("bert", 900));
        await Eventually.HoldsAsync(() => at.Host.Connections.Of<PushMessage>().Count() == 3);
        var ids = at.Host.Connections.Of<PushMessage>().Select(m => m.MessageId).ToList();
        at.Host.Tell(new UserCommands.AcknowledgeDelivery(new UserId("bert"), new(1, 900), new DeviceId("phone"), ids, null));
        at.Host.Tell(new UserCommands.ConfirmReceipt(new UserId("bert"), new UserId("anna"), ids[^1], default));
        await Eventually.HoldsAsync(async () =>
        {
            at.Time.Advance(TimeSpan.FromSeconds(10));
            return await at.RowsAsync("bert") >= 6; // the marks are durable
        });

        await at.PassAsync();
        at.Host.Tell(UserHost.Attach("bert", 902));
        await Eventually.HoldsAsync(() => at.Host.Connections.Of<CaughtUp>(new(1, 902)).Any());
        await at.RoundAsync();
        Assert.Equal(["bert"], at.Asked);
        await Eventually.HoldsAsync(async () => await at.Journal.AskAsync<long>(
            $"select count(*) from journal where created < {at.Time.GetUtcNow().AddDays(-30).UtcDateTime.Ticks}") == 0);
        Assert.True(await at.Host.IsAwakeAsync("bert"));
        await at.SendAsync("bert", 1, session: 100);
        await at.RestartAsync();
        at.Host.Tell(UserHost.Attach("bert", 901));
        await Eventually.HoldsAsync(() => at.Host.Connections.Of<CaughtUp>(new(1, 901)).Any());
        Assert.Equal(["text 4"], at.Host.Connections.Of<PushMessage>(new(1, 901)).Select(m => m.Body.Content));
    }

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task The_newest_snapshot_may_still_be_bad_afterwards(string provider)
    {
        await using var at = await SleepersCase.CreateAsync(provider);
        await at.SendAsync("bert", 3, session: 100);
        await at.AllAsleepAsync("bert");
        await at.PassAsync();
        await at.RoundAsync();
        await Eventually.HoldsAsync(async () => await at.RowsAsync("bert") == 0 && !await at.Host.IsAwakeAsync("bert"));
        Assert.Equal(2, await at.SnapshotsAsync("bert"));
        await at.Journal.DoAsync("update snapshot set manifest = 'of a later version' where sequence_number = (select max(sequence_number) from snapshot)");

        await at.RestartAsync();
        var number = await at.Journal.AskAsync<long>("select max(sequence_number) from snapshot");
        at.Host.Tell(UserHost.Attach("bert", 900));
        await Eventually.HoldsAsync(() => at.Host.Connections.Of<CaughtUp>(new(1, 900)).Any());
        Assert.Empty(at.Host.Connections.Of<PushMessage>());
        // Recovered from the older one, in which all is still waiting: so it expires again. R2: no number is given twice.
        Assert.Equal("ee", await at.Journal.AskAsync<string>("select manifest from journal order by sequence_number limit 1"));
        Assert.Equal(number + 1, await at.Journal.AskAsync<long>("select min(sequence_number) from journal"));
        await at.SendAsync("bert", 1, session: 101);
        await Eventually.HoldsAsync(() => at.Host.Connections.Of<PushMessage>().Count() == 1);
    }

    [Fact]
    public async Task A_row_that_is_left_for_its_number_only_wakes_nobody()
    {
        // Akka.Persistence.Sql keeps the newest one, marked as deleted.
        await using var at = await SleepersCase.CreateAsync("SQLite");
        await at.SendAsync("bert", 3, session: 100);
        await at.AllAsleepAsync("bert");
        await at.PassAsync();
        await at.Journal.DoAsync("update journal set deleted = 1");
        var round = await at.RoundAsync();
        Assert.Equal((1L, 0L), (round.Seen, round.Woken));
    }
}
