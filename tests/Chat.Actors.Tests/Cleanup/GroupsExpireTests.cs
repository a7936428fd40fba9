using Akka.Streams;
using Chat.Actors.Addressing;
using Chat.Actors.Cleanup;
using Chat.Actors.History;
using Chat.Actors.Tests.Harness;
using Chat.Actors.Tests.Persistence;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Actors.Tests.Cleanup;

/// <summary>A group's log goes as inboxes do, and so do the notes of those who were away: their last empty pull finds a gap up to the head (G7).</summary>
public sealed class GroupsExpireTests
{
    private static readonly GroupId Chess = new("chess");

    [SkippableTheory, InlineData("SQLite"), InlineData("PostgreSQL")]
    public async Task After_31_days_the_log_is_empty_and_who_returns_is_told_of_the_gap(string provider)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow - TimeSpan.FromDays(31));
        using var journal = await SqlJournalCase.CreateAsync(provider);
        await using var host = journal.StartGroupHost(new UserLimits(), new GroupLimits(), time, "delete-after = 0s");
        var phones = await host.CreateAsync(Chess, members: 10);
        foreach (var phone in phones.Skip(2))
            phone.Leave();
        phones[0].Send(Chess, 40);
        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(20)); // what comes close together gathers before it is sent
            return phones[1].Messages == 40;
        });
        foreach (var phone in phones.Take(2))
            phone.Leave();
        await AsleepAsync(host, time);
        Assert.True(await journal.AskAsync<long>("select count(*) from journal where persistence_id like 'g/%'") >= 41);

        await journal.DoAsync($"update journal set created = created - {TimeSpan.FromDays(31).Ticks}");
        time.Advance(TimeSpan.FromDays(31));
        var before = host.Starts.ToDictionary();
        await RoundAsync(host, journal, time);
        await Eventually.HoldsAsync(async () => await journal.AskAsync<long>("select count(*) from journal") == 0);
        // Before time goes on: what falls asleep while an answer is on its way to it is rightly woken once more.
        Assert.All(host.Starts, s => Assert.InRange(s.Value - before.GetValueOrDefault(s.Key), 0, 1));
        await AsleepAsync(host, time);

        var back = host.Devices.Connect(phones[5].User);
        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return back.Of<ConnectionMessages.PushGroupGap>().Any() || back.Of<ConnectionMessages.CaughtUp>().Any();
        });
        Assert.Empty(back.Received);
        phones[0] = host.Devices.Connect(phones[0].User);
        await Eventually.HoldsAsync(() => phones[0].Of<ConnectionMessages.Attached>().Any());
        phones[0].Send(Chess, 1);
        await Eventually.HoldsAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return back.Messages == 1;
        });
    }

    private static async Task RoundAsync(GroupHost host, SqlJournalCase journal, FakeTimeProvider time)
    {
        var registry = host.Devices.Registry = new ConnectionRegistry(77);
        using var materializer = host.System.Materializer();
        var settings = SleepersCase.Fast;
        var stream = new CleanupStream(
            journal.Databases, new CleanupRequests(host.Entities, registry, settings.AnswerTimeout, TimeProvider.System), settings,
            _ => TimeSpan.FromDays(30), new OldHistory(new SqlHistory(journal.Databases), TimeSpan.FromDays(365), time), time);
        var round = new CleanupRound(journal.Database, CleanupProgress.Beginning(time.GetUtcNow()), time, NullLogger.Instance);
        await stream.RunAsync([round], materializer, CancellationToken.None);
        Assert.Equal(0, round.Progress.Silent);
    }

    private static Task AsleepAsync(GroupHost host, FakeTimeProvider time) => Eventually.HoldsAsync(async () =>
    {
        time.Advance(TimeSpan.FromSeconds(20));
        return await host.AwakeAsync() == 0;
    });
}
