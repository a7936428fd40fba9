using Akka.Configuration;
using Chat.Actors.Persistence;
using Chat.Actors.Tests.Harness;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Users;

/// <summary>An entity's journal is that of its slot; while the slot is on its way to another database, it is not woken.</summary>
public sealed class BetweenDatabasesTests
{
    [Fact]
    public async Task While_its_slot_is_on_its_way_an_entity_says_so_and_writes_nothing_and_afterwards_it_is_there()
    {
        var journals = new MovingJournals();
        await using var host = new UserHost(ConfigurationFactory.ParseString(FaultyJournal.Hocon(Guid.NewGuid().ToString("N"))), journals: journals);
        journals.IsMoving = true;
        host.Tell(UserHost.Message("bert", 1, "too early"));
        await Eventually.HoldsAsync(() => host.Connections.Of<SendRefused>().Any());
        var refused = host.Connections.Of<SendRefused>().Single();
        Assert.Equal(ErrorCode.Unavailable, refused.Code);
        Assert.InRange(refused.RetryAfterMs ?? 0, 1, 10_000);

        journals.IsMoving = false;
        await host.MoveAwayAsync("bert");
        host.Tell(UserHost.Message("bert", 1, "now"));
        await Eventually.HoldsAsync(() => host.Connections.Of<SendAccepted>().Count() == 1);
    }

    private sealed class MovingJournals : IJournals
    {
        public volatile bool IsMoving;

        public JournalIds For(Slot slot) => new("", "");

        public bool Serves(Slot slot) => !IsMoving;
    }
}
