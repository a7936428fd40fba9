using Chat.Actors.Tests.Harness;
using Chat.Actors.Tests.Persistence;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Actors.Tests.Groups;

/// <summary>What a group's message costs in rows and in sleep, on real journals (G3, G4, and the cost that the rules promise).</summary>
public sealed class CostTests
{
    private static readonly GroupId Chess = new("chess");

    private static readonly UserLimits Users = new() { PassivateAfter = TimeSpan.FromSeconds(1) };

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Members_on_line_cost_one_row_a_message_and_a_few_that_are_merged(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        await using var host = journal.StartGroupHost(Users, new GroupLimits { SnapshotEvery = 1_000_000 });
        var phones = await host.CreateAsync(Chess, members: 20);

        foreach (var phone in phones.Take(5))
            phone.Send(Chess, 100);
        await Eventually.HoldsAsync(() => phones.All(p => p.Messages == (phones.IndexOf(p) < 5 ? 400 : 500)));

        var events = await GroupEventsAsync(host);
        Assert.Equal(500, events.Count(e => e is GroupEvents.MessageAccepted));
        Assert.InRange(events.Count, 501, 501 + 20);
        foreach (var phone in phones)
        {
            Assert.Equal(phone.Received.OrderBy(m => m.Position).Select(m => m.Position).Distinct(), phone.Received.Select(m => m.Position));
            Assert.InRange((await UserEventsAsync(host, phone.User)).Count, 2, 6); // created, the device, a few marks: none for a message
        }
    }

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Ninety_of_a_hundred_who_are_away_are_woken_once_and_get_everything_when_they_are_back(string provider)
    {
        using var journal = await SqlJournalCase.CreateAsync(provider);
        await using var host = journal.StartGroupHost(Users, new GroupLimits { SnapshotEvery = 1_000_000 });
        var phones = await host.CreateAsync(Chess, members: 100);
        var (here, away) = (phones.Take(10).ToList(), phones.Skip(10).ToList());
        foreach (var phone in away)
            phone.Leave();
        await Eventually.HoldsAsync(async () => await host.AwakeAsync() == 10 + 1);
        var startsBefore = away.ToDictionary(p => p.User, p => host.Starts[EntityAddress.Of(p.User)]);

        foreach (var phone in here)
            phone.Send(Chess, 100);
        await Eventually.HoldsAsync(() => here.All(p => p.Accepted == 100 && p.Messages == 900));
        await Eventually.HoldsAsync(async () => await host.AwakeAsync() == 10 + 1);

        var events = await GroupEventsAsync(host);
        Assert.Equal(1_000, events.Count(e => e is GroupEvents.MessageAccepted));
        Assert.InRange(events.Count(e => e is GroupEvents.WatermarksAdvanced), 0, 20);
        var notes = 0;
        foreach (var phone in away)
        {
            Assert.InRange(host.Starts[EntityAddress.Of(phone.User)] - startsBefore[phone.User], 0, 1);
            notes += (await UserEventsAsync(host, phone.User)).Count(e => e is UserEvents.GroupNewsNoted);
        }

        Assert.Equal(90, notes);

        var back = away.ConvertAll(p => host.Devices.Connect(p.User));
        await Eventually.HoldsAsync(() => back.All(p => p.Messages >= 1_000));
        foreach (var phone in back)
        {
            var received = phone.Received;
            Assert.Equal(1_000, received.Count);
            Assert.Equal(received.Select(m => m.Position).Order().Distinct(), received.Select(m => m.Position));
        }
    }

    private static async Task<List<GroupEvent>> GroupEventsAsync(GroupHost host) =>
        [.. (await host.Rows.ReadAsync<GroupEvent>(EntityAddress.Of(Chess), 1, 100_000, CancellationToken.None)).Select(r => r.Event)];

    private static async Task<List<UserEvent>> UserEventsAsync(GroupHost host, UserId user) =>
        [.. (await host.Rows.ReadAsync<UserEvent>(EntityAddress.Of(user), 1, 100_000, CancellationToken.None)).Select(r => r.Event)];
}
