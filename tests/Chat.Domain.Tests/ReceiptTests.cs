using Chat.Domain.Connections;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>Delivered and read, both ways (P1 to P4), and copies for the sender's other devices (M5).</summary>
public sealed class ReceiptTests
{
    private static readonly MessageId Theirs = new(Timeline.Start * 1000, 9, 1);
    private readonly OneUser _bob = new();

    private UserCommands.RecordReceipt LastReceipt => _bob.Sent.OfType<UserCommands.RecordReceipt>().Last();

    private void Read(params MessageId[] ids) => _bob.Do(new UserCommands.MarkRead(OneUser.Bob, OneUser.Connection(1), OneUser.Phone, ids));

    private void Receipt(MessageId delivered, MessageId read) =>
        _bob.Do(new UserCommands.RecordReceipt(OneUser.Bob, OneUser.Alice, delivered, [], read, [], _bob.Now));

    [Fact]
    public void P1_delivered_is_the_farthest_that_any_device_has_without_a_hole()
    {
        _bob.Attach();
        var ids = Enumerable.Range(0, 3).Select(_ => _bob.Receive()).ToArray();
        _bob.Acknowledge(ids[2]);
        Assert.Empty(_bob.Sent);
        _bob.Acknowledge(ids[0]);
        Assert.Equal(ids[0], LastReceipt.Delivered);
        _bob.Acknowledge(ids[1]);
        _bob.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(ids[2], LastReceipt.Delivered);
    }

    [Fact]
    public void P1_reading_is_cumulative_and_finds_its_sender_when_the_message_is_long_gone()
    {
        _bob.Attach();
        var ids = Enumerable.Range(0, 3).Select(_ => _bob.Receive()).ToArray();
        _bob.AcknowledgeUpTo(_bob.LastPosition);
        _bob.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _bob.User.State.Inbox.Count);
        Assert.Equal(3, _bob.User.Unread);
        Read(ids[1]);
        Assert.Equal(1, _bob.User.Unread);
        _bob.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((OneUser.Alice, ids[1]), (LastReceipt.UserId, LastReceipt.Read));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void P2_a_read_is_durable_within_100_ms_also_as_the_first_thing_after_a_restart(bool restarted)
    {
        _bob.Attach();
        _bob.Attach(2, "laptop");
        var id = _bob.Receive();
        _bob.AcknowledgeUpTo(_bob.LastPosition);
        _bob.Pass(TimeSpan.FromMinutes(1));
        if (restarted) _bob.Restart();
        Read(id);
        _bob.Pass(TimeSpan.FromMilliseconds(100));
        Assert.Equal(id.Stamp, _bob.User.State.Conversations.Find(OneUser.Alice)!.Committed.Read);
    }

    [Fact]
    public void P2_other_marks_are_durable_within_10_s_in_one_event()
    {
        _bob.Attach();
        _bob.Pass(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 20; i++)
            _bob.Receive();
        var events = _bob.Journal.Count;
        foreach (var push in _bob.Pushed())
            _bob.Acknowledge(push.MessageId);
        _bob.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(events + 1, _bob.Journal.Count);
        Assert.Equal(_bob.LastPosition, _bob.User.State.Devices.All[0].CommittedCursor);
    }

    [Fact]
    public void P3_a_receipt_is_sent_until_it_is_confirmed_also_after_a_restart()
    {
        _bob.Attach();
        _bob.Acknowledge(_bob.Receive());
        _bob.Pass(TimeSpan.FromMinutes(2));
        Assert.True(_bob.Sent.Count > 1);
        Assert.False(_bob.User.CanSleep(_bob.Now));
        _bob.Restart();
        _bob.Sent.Clear();
        _bob.Pass(TimeSpan.FromMinutes(1));
        _bob.Do(new UserCommands.ConfirmReceipt(OneUser.Bob, OneUser.Alice, LastReceipt.Delivered, default));
        _bob.Sent.Clear();
        _bob.Pass(TimeSpan.FromHours(1));
        Assert.Empty(_bob.Sent);
        Assert.True(_bob.User.CanSleep(_bob.Now));
    }

    [Fact]
    public void P3_what_was_delivered_before_a_new_device_registered_is_told_to_the_sender_after_a_crash()
    {
        _bob.Attach();
        var id = _bob.Receive();
        _bob.AcknowledgeUpTo(_bob.LastPosition);
        _bob.Attach(2, "laptop");
        _bob.Sent.Clear();
        _bob.Restart();
        _bob.Attach();
        _bob.AcknowledgeUpTo(_bob.User.State.Head);
        _bob.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(id, LastReceipt.Delivered);
    }

    [Fact]
    public void P3_a_receipt_is_confirmed_only_once_it_is_written()
    {
        _bob.Attach();
        Receipt(Theirs, default);
        _bob.HoldsWrites = true;
        _bob.Pass(TimeSpan.FromSeconds(20));
        Assert.Empty(_bob.Sent);
        _bob.Write();
        Assert.Equal(Theirs, Assert.Single(_bob.Sent.OfType<UserCommands.ConfirmReceipt>()).Delivered);
    }

    [Fact]
    public void P3_the_clock_going_back_an_hour_holds_no_receipt_up()
    {
        _bob.Attach();
        _bob.Acknowledge(_bob.Receive());
        _bob.Do(new UserCommands.ConfirmReceipt(OneUser.Bob, OneUser.Alice, LastReceipt.Delivered, default));
        _bob.Now -= 3_600_000;
        var id = _bob.Receive();
        _bob.Acknowledge(id);
        _bob.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(id, LastReceipt.Delivered);
    }

    [Fact]
    public void P4_a_mark_is_shown_on_attach_until_the_device_has_returned_a_newer_position()
    {
        _bob.Attach();
        Receipt(Theirs, Theirs);
        _bob.Pass(TimeSpan.FromSeconds(11));
        _bob.Restart();
        var shown = _bob.Attach(2).OfType<ConnectionMessages.PushRead>().Single();
        Assert.Equal(Theirs, shown.UpTo);
        Assert.DoesNotContain(_bob.Attach(3, position: shown.Position), m => m is ConnectionMessages.PushRead);
        _bob.Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(0, _bob.User.State.Inbox.Count);
    }

    [Fact]
    public void P4_the_first_mark_after_a_restart_has_its_place_from_the_claim_and_is_shown_at_once()
    {
        _bob.Attach();
        _bob.Restart();
        _bob.Attach();
        _bob.Told.Clear();
        var events = _bob.Journal.Count;
        Receipt(Theirs, default);
        Assert.Single(_bob.Told, t => t.Message is ConnectionMessages.PushDelivered);
        Assert.Equal(events, _bob.Journal.Count);
        _bob.Pass(TimeSpan.FromSeconds(21));
        Assert.Equal(Theirs, Assert.Single(_bob.Sent.OfType<UserCommands.ConfirmReceipt>()).Delivered);
    }

    [Fact]
    public void M5_an_echo_is_owed_until_confirmed_and_keeps_the_body_meanwhile()
    {
        _bob.Attach();
        var id = _bob.Receive(echoOwed: true);
        _bob.AcknowledgeUpTo(_bob.LastPosition);
        _bob.Pass(TimeSpan.FromMinutes(1));
        Assert.True(_bob.Sent.OfType<UserCommands.RecordEcho>().Count(e => e.MessageId == id && e.Body.Content == "hello") > 1);
        _bob.Do(new UserCommands.ConfirmEcho(OneUser.Bob, OneUser.Alice, id));
        Assert.Equal(0, _bob.User.State.Inbox.Count);
    }

    [Fact]
    public void M5_a_copy_is_written_once_and_goes_to_every_device_but_its_origin()
    {
        _bob.Attach(1);
        _bob.Attach(2, "laptop");
        for (var i = 0; i < 2; i++)
            _bob.Do(new UserCommands.RecordEcho(OneUser.Bob, OneUser.Alice, Theirs, new ClientMessageId("x"), OneUser.Phone, new MessageBody("hi", null, null, 0), _bob.Now));
        Assert.Equal(OneUser.Connection(2), Assert.Single(_bob.Told, t => t.Message is ConnectionMessages.PushEcho).To);
        Assert.Equal(2, _bob.Sent.OfType<UserCommands.ConfirmEcho>().Count());
    }

    [Fact]
    public void M5_a_copy_is_written_for_a_device_that_is_just_being_registered()
    {
        _bob.Attach(1);
        _bob.HoldsWrites = true;
        _bob.Attach(2, "laptop");
        _bob.Do(new UserCommands.RecordEcho(OneUser.Bob, OneUser.Alice, Theirs, new ClientMessageId("x"), OneUser.Phone, new MessageBody("hi", null, null, 0), _bob.Now));
        _bob.Write();
        Assert.Equal(OneUser.Connection(2), Assert.Single(_bob.Told, t => t.Message is ConnectionMessages.PushEcho).To);
    }

    [Fact]
    public void P4_other_devices_learn_of_a_reading_although_the_device_it_was_done_on_is_gone()
    {
        _bob.Attach(1, "laptop");
        var id = _bob.Receive();
        Read(id); // from a phone that is not registered any more
        Assert.Equal(id, Assert.Single(_bob.Told.Select(t => t.Message).OfType<ConnectionMessages.PushReadEcho>()).UpTo);
    }

    [Fact]
    public void R3_a_conversation_opened_by_an_echo_has_the_same_number_after_a_replay_though_a_mark_of_it_waits()
    {
        _bob.Attach(1);
        _bob.Attach(2, "laptop");
        _bob.Pass(TimeSpan.FromMinutes(1));
        _bob.Restart(); // the first marks have to wait
        _bob.Do(new UserCommands.RecordReceipt(OneUser.Bob, new UserId("carol"), Theirs, [], default, [], _bob.Now));
        _bob.Do(new UserCommands.RecordReceipt(OneUser.Bob, OneUser.Alice, Theirs, [], default, [], _bob.Now));
        _bob.Do(new UserCommands.RecordEcho(OneUser.Bob, OneUser.Alice, Theirs, new ClientMessageId("x"), OneUser.Phone, new MessageBody("hi", null, null, 0), _bob.Now));
        var number = _bob.User.State.Conversations.Find(OneUser.Alice)!.Number;
        _bob.Restart();
        Assert.Equal(number, _bob.User.State.Conversations.Find(OneUser.Alice)!.Number);
    }
}
