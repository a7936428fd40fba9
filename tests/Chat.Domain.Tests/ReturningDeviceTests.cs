using Chat.Domain.Connections;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>A device that was removed and has come back under its id is a new one: nothing of the old one counts for it (D1).</summary>
public sealed class ReturningDeviceTests
{
    private static readonly Chat.Protocol.Entities.ConnectionAddress Rest = OneUser.Connection(60);
    private readonly OneUser _bob = new();

    private static MessageId Theirs => new((Timeline.Start / 1000 + 5) * MessageId.StampsPerSecond, 9, 1);

    private IEnumerable<T> ToldTo<T>(int connection) => _bob.Told.Where(t => t.To == OneUser.Connection(connection)).Select(t => t.Message).OfType<T>();

    private void ReturnPhone(bool restart = false)
    {
        _bob.Do(new UserCommands.RemoveDevice(OneUser.Bob, Rest, OneUser.Phone));
        _bob.Pass(TimeSpan.FromSeconds(30)); // the marks are durable
        if (restart) _bob.Restart(clean: true);
        _bob.Attach(3);
        Assert.Single(ToldTo<ConnectionMessages.Attached>(3));
    }

    [Fact]
    public void It_gets_the_read_mark_of_what_the_old_one_read()
    {
        _bob.Attach(1);
        _bob.Attach(2, "laptop");
        var id = _bob.Receive();
        _bob.Do(new UserCommands.MarkRead(OneUser.Bob, OneUser.Connection(1), OneUser.Phone, [id]));
        ReturnPhone();
        Assert.Single(_bob.Pushed(3));
        Assert.Single(ToldTo<ConnectionMessages.PushReadEcho>(2));
        Assert.Single(ToldTo<ConnectionMessages.PushReadEcho>(3));
    }

    [Fact]
    public void A_late_ack_of_the_old_one_moves_nothing()
    {
        _bob.Attach(1);
        var id = _bob.Receive();
        ReturnPhone();
        Assert.Single(_bob.Pushed(3));
        _bob.Acknowledge(id); // from connection 1
        _bob.Attach(4);
        Assert.Single(_bob.Pushed(4));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_receipt_that_waited_for_the_only_device_is_shown_to_the_next(bool restart)
    {
        _bob.Attach(1);
        _bob.Receive();
        _bob.Do(new UserCommands.RecordReceipt(OneUser.Bob, OneUser.Alice, default, [], Theirs, [Theirs], _bob.Now));
        Assert.Single(ToldTo<ConnectionMessages.PushRead>(1));
        ReturnPhone(restart);
        Assert.Single(ToldTo<ConnectionMessages.PushRead>(3));
    }
}
