using Akka.Configuration;
using Chat.Actors.Tests.Harness;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Time.Testing;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Users;

/// <summary>Falling asleep with a snapshot, and waking from it (R4, R6).</summary>
public sealed class SleepTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(UserHost.Noon);
    private readonly UserHost _host;

    public SleepTests() => _host = new UserHost(
        ConfigurationFactory.ParseString(FaultyJournal.Hocon(Guid.NewGuid().ToString("N"))), new UserLimits { SnapshotEvery = 20 }, _time);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_entity_that_nobody_needs_falls_asleep_and_wakes_with_everything_it_knew()
    {
        for (var n = 1; n <= 30; n++)
            _host.Tell(UserHost.Message("bert", n, $"text {n}"));
        await Eventually.HoldsAsync(() => _host.Connections.Of<SendAccepted>().Count() == 30);
        await Eventually.HoldsAsync(async () =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return !await _host.IsAwakeAsync("bert");
        });

        _host.Tell(UserHost.Message("bert", 5, "text 5", session: 2, clientId: "c1-5"));
        await Eventually.HoldsAsync(() => _host.Connections.Of<SendAccepted>().Count() == 31);
        var acks = _host.Connections.Of<SendAccepted>().Where(a => a.ClientMessageId == new ClientMessageId("c1-5")).ToList();
        Assert.Equal(2, acks.Count);
        Assert.Equal(acks[0].MessageId, acks[1].MessageId);
    }

    [Fact]
    public async Task An_entity_that_owes_a_receipt_stays_awake_until_it_is_confirmed()
    {
        _host.Tell(UserHost.Message("bert", 1, "hello"));
        _host.Tell(UserHost.Attach("bert", 9));
        await Eventually.HoldsAsync(() => _host.Connections.Of<PushMessage>().Any());
        var id = _host.Connections.Of<PushMessage>().Single().MessageId;
        _host.Tell(new UserCommands.AcknowledgeDelivery(new UserId("bert"), new(1, 9), new DeviceId("phone"), [id], null));
        await Eventually.HoldsAsync(() => _host.Entities.Told.OfType<UserCommands.RecordReceipt>().Any());
        _host.Tell(new UserCommands.DetachDevice(new UserId("bert"), new(1, 9), new DeviceId("phone")));

        var before = _host.Entities.Told.Count;
        await Eventually.HoldsAsync(() =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return _host.Entities.Told.Count > before + 2; // it goes on asking
        });
        Assert.True(await _host.IsAwakeAsync("bert"));
        var bert = Chat.Protocol.Entities.EntityAddress.Of(new UserId("bert"));
        await Eventually.HoldsAsync(() => _host.Debts.Noted.GetValueOrDefault(bert)); // R5: a start would find it

        _host.Tell(new UserCommands.ConfirmReceipt(new UserId("bert"), new UserId("anna"), id, default));
        await Eventually.HoldsAsync(async () =>
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return !await _host.IsAwakeAsync("bert");
        });
        Assert.False(_host.Debts.Noted[bert]);
    }
}
