using Akka.Configuration;
using Chat.Actors.Tests.Harness;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using static Chat.Domain.Connections.ConnectionMessages;

namespace Chat.Actors.Tests.Users;

/// <summary>The entity with a journal that delays, fails and rejects: what was acked is there, what is not there was not acked (R3).</summary>
public sealed class DurableAckTests : IAsyncDisposable
{
    private readonly string _journal = Guid.NewGuid().ToString("N");
    private readonly JournalFaults _faults;
    private readonly UserHost _host;

    public DurableAckTests()
    {
        _faults = FaultyJournal.Of(_journal);
        _host = new UserHost(ConfigurationFactory.ParseString(FaultyJournal.Hocon(_journal)));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_ack_waits_for_the_journal()
    {
        _faults.Hold();
        _host.Tell(UserHost.Message("bert", 1, "hello"));
        await Eventually.HoldsAsync(() => _faults.Writes == 1);
        Assert.Empty(_host.Connections.Of<SendAccepted>());

        _faults.Release();
        await Eventually.HoldsAsync(() => _host.Connections.Of<SendAccepted>().Any());
    }

    [Fact]
    public async Task A_repetition_while_the_first_is_being_written_gets_the_same_ack_and_no_second_message()
    {
        _faults.Hold();
        _host.Tell(UserHost.Message("bert", 1, "hello", clientId: "same"));
        await Eventually.HoldsAsync(() => _faults.Writes == 1);
        _host.Tell(UserHost.Message("bert", 1, "hello", clientId: "same"));
        _faults.Release();

        await Eventually.HoldsAsync(() => _host.Connections.Of<SendAccepted>().Count() == 2);
        Assert.Single(_host.Connections.Of<SendAccepted>().Select(a => a.MessageId).Distinct());
        _host.Tell(UserHost.Attach("bert", 9));
        await Eventually.HoldsAsync(() => _host.Connections.Of<CaughtUp>().Any());
        Assert.Single(_host.Connections.Of<PushMessage>());
    }

    [Fact]
    public async Task A_failed_write_is_told_to_nobody_and_the_repetition_is_accepted()
    {
        _faults.Fail = 1;
        _host.Tell(UserHost.Message("bert", 1, "hello"));
        await Eventually.HoldsAsync(async () => _faults.Writes == 1 && !await _host.IsAwakeAsync("bert"));
        Assert.Empty(_host.Connections.Of<ConnectionMessage>());

        _host.Tell(UserHost.Message("bert", 1, "hello"));
        await Eventually.HoldsAsync(() => _host.Connections.Of<SendAccepted>().Count() == 1);
    }

    [Fact]
    public async Task A_rejected_write_is_told_to_nobody_either()
    {
        _faults.Reject = 1;
        _host.Tell(UserHost.Message("bert", 1, "hello"));
        await Eventually.HoldsAsync(async () => _faults.Writes == 1 && !await _host.IsAwakeAsync("bert"));
        Assert.Empty(_host.Connections.Of<ConnectionMessage>());

        _host.Tell(UserHost.Message("bert", 1, "hello"));
        await Eventually.HoldsAsync(() => _host.Connections.Of<SendAccepted>().Count() == 1);
    }

    [Fact]
    public async Task Devices_of_an_entity_that_fails_hear_at_once_that_they_must_attach_again()
    {
        _host.Tell(UserHost.Attach("bert", 9));
        await Eventually.HoldsAsync(() => _host.Connections.Of<Attached>().Any());
        _faults.Fail = 1;
        _host.Tell(UserHost.Message("bert", 1, "hello"));
        await Eventually.HoldsAsync(() => _host.Connections.Of<AttachmentLost>().Any());
        Assert.Empty(_host.Connections.Of<PushMessage>());
    }

    [Fact]
    public async Task The_same_send_is_the_same_message_after_a_restart()
    {
        _host.Tell(UserHost.Message("bert", 1, "hello", clientId: "same"));
        await Eventually.HoldsAsync(() => _host.Connections.Of<SendAccepted>().Any());
        await _host.MoveAwayAsync("bert");
        _host.Tell(UserHost.Message("bert", 1, "hello", clientId: "same", session: 2));

        await Eventually.HoldsAsync(() => _host.Connections.Of<SendAccepted>().Count() == 2);
        Assert.Single(_host.Connections.Of<SendAccepted>().Select(a => (a.MessageId, a.Timestamp)).Distinct());
    }

    [Fact]
    public async Task Marks_in_memory_are_written_before_the_entity_is_handed_over()
    {
        _host.Tell(UserHost.Message("bert", 1, "hello"));
        _host.Tell(UserHost.Attach("bert", 9));
        await Eventually.HoldsAsync(() => _host.Connections.Of<PushMessage>().Any());
        var pushed = _host.Connections.Of<PushMessage>().Single();
        _host.Tell(new UserCommands.AcknowledgeDelivery(
            new UserId("bert"), new(1, 9), new DeviceId("phone"), [pushed.MessageId], null));
        await _host.MoveAwayAsync("bert");

        _host.Tell(UserHost.Attach("bert", 10));
        await Eventually.HoldsAsync(() => _host.Connections.Of<CaughtUp>(new(1, 10)).Any());
        Assert.Empty(_host.Connections.Of<PushMessage>(new(1, 10)));
    }
}
