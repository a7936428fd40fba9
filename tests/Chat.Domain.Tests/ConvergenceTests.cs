using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>What random histories of many devices have found: ways in which one device did not come to show what the others show.</summary>
public sealed class ConvergenceTests
{
    private static readonly GroupId Friends = new("group_friends");
    private static readonly DeviceId Laptop = new("laptop");
    private readonly OneUser _bob = new();

    private static GroupMessage Message(long position) => new(
        position, Timeline.Start, new MessageId(1_000 + position, 77, MessageId.GroupConversation), OneUser.Alice, OneUser.Phone, new MessageBody("text", null, null, 0));

    private void Read(int connection, DeviceId device, MessageId id) =>
        _bob.Do(new UserCommands.MarkRead(OneUser.Bob, OneUser.Connection(connection), device, [id]));

    private IEnumerable<ConnectionMessages.PushReadEcho> Echoes(int connection) =>
        _bob.Told.Where(t => t.To == OneUser.Connection(connection)).Select(t => t.Message).OfType<ConnectionMessages.PushReadEcho>();

    [Fact]
    public void M5_a_connection_that_is_not_told_of_a_new_device_finds_a_hole_in_its_chain()
    {
        var began = _bob.Attach().OfType<ConnectionMessages.Attached>().Single().PushedFrom;
        _bob.Attach(2, device: Laptop.Value);
        var told = _bob.Told.Where(t => t.To == OneUser.Connection(1)).Select(t => t.Message).OfType<PushedFrame>().ToList();
        Assert.Contains(told, m => m is ConnectionMessages.DevicesChanged { Devices: 2 });
        foreach (var frame in told)
            Assert.Equal((began, began + 1), (frame.Previous, began = frame.Number));
    }

    [Fact]
    public void P4_an_older_mark_of_a_group_that_a_device_repeats_after_a_restart_does_not_hide_the_newer_one_from_it()
    {
        _bob.Attach();
        _bob.Attach(2, device: Laptop.Value);
        _bob.Do(new UserCommands.GroupFanout(OneUser.Bob, Friends, 77, 0, [Message(1), Message(2)], 2, 1, 0));
        Read(2, Laptop, Message(1).MessageId);
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(2), Laptop));
        Read(1, OneUser.Phone, Message(2).MessageId);
        _bob.Do(new UserCommands.GroupProgressRecorded(OneUser.Bob, Friends, 0, Message(2).MessageId.Stamp) { Head = 2 });
        _bob.Pass(TimeSpan.FromSeconds(30));
        _bob.Restart();
        _bob.Do(new UserCommands.GroupFanout(OneUser.Bob, Friends, 77, 0, [], 2, 1, 0));
        _bob.Attach(3);
        Read(4, Laptop, Message(1).MessageId);
        _bob.Attach(4, device: Laptop.Value);
        Assert.Equal(Message(2).MessageId, Assert.Single(Echoes(4)).UpTo);
    }

    [Fact]
    public void P2_what_is_read_of_a_group_before_it_has_spoken_to_this_incarnation_is_told_to_it_when_it_does()
    {
        _bob.Attach();
        Read(1, OneUser.Phone, Message(1).MessageId);
        Assert.Empty(_bob.Sent.OfType<GroupCommands.ReportProgress>());
        _bob.Do(new UserCommands.GroupFanout(OneUser.Bob, Friends, 77, 0, [], 1, 1, 0));
        Assert.Contains(_bob.Sent.OfType<GroupCommands.ReportProgress>(), r => r.Read == Message(1).MessageId.Stamp);
    }

    [Fact]
    public void R4_a_mark_that_only_a_removed_device_had_not_been_shown_goes_with_it()
    {
        _bob.Attach();
        _bob.Attach(2, device: Laptop.Value);
        _bob.Do(new UserCommands.SetConversation(OneUser.Bob, OneUser.Connection(9), OneUser.Alice, true, null, null));
        _bob.AcknowledgeUpTo(_bob.Told.Select(t => t.Message).OfType<ConnectionMessages.PushConversationEcho>().Last().Position);
        Assert.Equal(1, _bob.User.State.Inbox.Count);
        _bob.Do(new UserCommands.RemoveDevice(OneUser.Bob, OneUser.Connection(9), Laptop));
        Assert.Equal(0, _bob.User.State.Inbox.Count);
    }
}
