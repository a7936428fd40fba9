using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>Groups at the entity of a member: who is pushed what, what is noted, and how it comes back (G2 to G7, D1 to D4).</summary>
public sealed class MemberTests
{
    private static readonly GroupId Friends = new("group_friends");
    private readonly OneUser _bob = new();

    private static GroupMessage Message(long position, string from = "alice", string device = "phone") => new(
        position, Timeline.Start, new MessageId(1_000 + position, 77, 1), new UserId(from), new DeviceId(device), new MessageBody($"text {position}", null, null, 0));

    private static GroupChange Change(long position) => new(position, Timeline.Start, GroupChangeKind.Renamed, 2, new UserId("alice"), [], null, "x", null);

    private void Fanout(long previous, long head, long token, long released, params GroupEntry[] entries) =>
        _bob.Do(new UserCommands.GroupFanout(OneUser.Bob, Friends, 77, previous, entries, head, token, released));

    private IEnumerable<long> Pushed(int connection = 1) =>
        _bob.Told.Where(t => t.To == OneUser.Connection(connection)).Select(t => t.Message).OfType<ConnectionMessages.PushGroupEntry>().Select(p => p.Position);

    private void Acknowledge(long position, int connection = 1, string device = "phone") => _bob.Do(
        new UserCommands.AcknowledgeDelivery(OneUser.Bob, OneUser.Connection(connection), new DeviceId(device), [], null) { Groups = [new GroupPosition(Friends, position)] });

    private T Last<T>() => _bob.Sent.OfType<T>().Last();

    [Fact]
    public void G5_an_entry_is_pushed_to_the_device_whose_next_one_it_is()
    {
        _bob.Attach();
        Fanout(4, 5, 1, 4, Message(5));
        Assert.Equal([5], Pushed());
        Fanout(6, 7, 1, 4, Message(7)); // 6 has been lost
        Assert.Equal([5], Pushed());
        var pull = Last<GroupCommands.PullEntries>();
        Assert.Equal(6, pull.From);
        _bob.Do(new UserCommands.GroupEntries(OneUser.Bob, Friends, pull.Pull, pull.Round, 5, [Message(6)], 7));
        Assert.Equal([5, 6, 7], Pushed()); // the one that had come too early follows by itself
    }

    [Fact]
    public void G2_what_all_devices_have_is_told_once_a_batch_and_again_where_the_group_asks()
    {
        _bob.Attach();
        for (var p = 1; p <= 50; p++)
        {
            Fanout(p - 1, p, 1, 0, Message(p));
            Acknowledge(p);
            _bob.Pass(TimeSpan.FromMilliseconds(10));
        }

        _bob.Pass(TimeSpan.FromSeconds(1));
        Assert.InRange(_bob.Sent.OfType<GroupCommands.ReportProgress>().Count(), 3, 8);
        Assert.Equal(50, Last<GroupCommands.ReportProgress>().Released);
        var told = _bob.Sent.Count;
        Fanout(50, 50, 1, 0);
        Assert.Equal(told + 1, _bob.Sent.Count);
        Assert.Empty(_bob.Journal.OfType<UserEvents.GroupNewsNoted>());
    }

    [Fact]
    public void G4_where_no_device_is_attached_the_note_is_durable_before_the_answer_and_one_is_enough()
    {
        _bob.Attach();
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(1), OneUser.Phone));
        _bob.HoldsWrites = true;
        Fanout(0, 1, 11, 0, Message(1));
        Assert.Empty(_bob.Sent.OfType<GroupCommands.AnswerFanout>());
        _bob.Write();
        Assert.Equal((FanoutAnswer.Dormant, 11L), (Last<GroupCommands.AnswerFanout>().Answer, Last<GroupCommands.AnswerFanout>().Token));
        _bob.HoldsWrites = false;
        _bob.Restart(clean: true);
        Fanout(1, 2, 12, 0, Message(2));
        Assert.Equal((FanoutAnswer.Dormant, 12L), (Last<GroupCommands.AnswerFanout>().Answer, Last<GroupCommands.AnswerFanout>().Token));
        Assert.Single(_bob.Journal.OfType<UserEvents.GroupNewsNoted>());
        _bob.Pass(TimeSpan.FromMinutes(6));
        Assert.True(_bob.User.CanSleep(_bob.Now));
    }

    [Fact]
    public void G4_with_one_device_on_line_and_one_away_the_group_goes_on_telling()
    {
        _bob.Attach(1, "phone");
        _bob.Attach(2, "tablet");
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(2), new DeviceId("tablet")));
        Fanout(0, 1, 11, 0, Message(1));
        Assert.Equal(FanoutAnswer.Noted, Last<GroupCommands.AnswerFanout>().Answer);
        Acknowledge(1);
        _bob.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((0L, 1L, true), _bob.Sent.OfType<GroupCommands.ReportProgress>().Select(r => (r.Released, r.Delivered, r.Confirm)).Last());
        Assert.Empty(_bob.Sent.OfType<GroupCommands.Live>()); // the group has just told us something: it knows that we are live
    }

    [Fact]
    public void G4_acks_that_do_not_come_for_ten_seconds_are_noted()
    {
        _bob.Attach();
        Fanout(0, 1, 11, 0, Message(1));
        _bob.Pass(TimeSpan.FromSeconds(9));
        Assert.Empty(_bob.Journal.OfType<UserEvents.GroupNewsNoted>());
        _bob.Pass(TimeSpan.FromSeconds(2));
        Assert.Single(_bob.Journal.OfType<UserEvents.GroupNewsNoted>());
        Fanout(1, 1, 11, 0);
        Assert.Equal(FanoutAnswer.Noted, Last<GroupCommands.AnswerFanout>().Answer);
    }

    private void ComeBackWithNews()
    {
        _bob.Attach();
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(1), OneUser.Phone));
        Fanout(4, 5, 11, 4, Message(5));
        _bob.Restart(clean: true);
        _bob.Attach();
    }

    [Fact]
    public void G6_who_comes_back_pulls_then_says_that_he_has_caught_up_until_it_is_confirmed_and_drops_the_note()
    {
        ComeBackWithNews();
        var pull = Last<GroupCommands.PullEntries>();
        Assert.Equal(5, pull.From);
        Assert.Single(_bob.Told, t => t.Message is ConnectionMessages.CaughtUp); // of the first attachment
        _bob.Do(new UserCommands.GroupEntries(OneUser.Bob, Friends, pull.Pull, pull.Round, 4, [Message(5), Message(6)], 6));
        Assert.Equal([5, 6], Pushed());
        Assert.Equal([new GroupPosition(Friends, 6)], _bob.Told.Select(t => t.Message).OfType<ConnectionMessages.CaughtUp>().Last().Groups);
        Acknowledge(6);
        Assert.Equal(6, Last<GroupCommands.CaughtUp>().Released);
        _bob.Pass(TimeSpan.FromSeconds(10));
        Assert.InRange(_bob.Sent.OfType<GroupCommands.CaughtUp>().Count(), 2, 5);
        _bob.Do(new UserCommands.GroupCleared(OneUser.Bob, Friends, Last<GroupCommands.CaughtUp>().Round, 6));
        _bob.Pass(TimeSpan.FromSeconds(11));
        Assert.False(_bob.User.State.Groups.Find(Friends)!.Noted);
        Assert.Empty(_bob.User.State.Groups.Find(Friends)!.Cursors);
    }

    [Fact]
    public void G6_an_answer_of_an_older_round_drops_no_note()
    {
        ComeBackWithNews();
        var pull = Last<GroupCommands.PullEntries>();
        _bob.Do(new UserCommands.GroupEntries(OneUser.Bob, Friends, pull.Pull, pull.Round, 4, [Message(5)], 5));
        Acknowledge(5);
        var asked = Last<GroupCommands.CaughtUp>();
        Fanout(5, 6, 12, 4, Message(6)); // answered by the note
        _bob.Do(new UserCommands.GroupCleared(OneUser.Bob, Friends, asked.Round, 5));
        _bob.Pass(TimeSpan.FromSeconds(11));
        Assert.True(_bob.User.State.Groups.Find(Friends)!.Noted);
    }

    [Fact]
    public void G6_with_another_device_away_he_only_asks_to_be_told_again()
    {
        _bob.Attach(1, "phone");
        _bob.Attach(2, "tablet");
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(1), OneUser.Phone));
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(2), new DeviceId("tablet")));
        Fanout(0, 1, 11, 0, Message(1));
        _bob.Attach(3, "phone");
        var pull = Last<GroupCommands.PullEntries>();
        _bob.Do(new UserCommands.GroupEntries(OneUser.Bob, Friends, pull.Pull, pull.Round, 0, [Message(1)], 1));
        Acknowledge(1, 3);
        Assert.Single(_bob.Sent.OfType<GroupCommands.Live>());
        _bob.Do(new UserCommands.GroupLiveOk(OneUser.Bob, Friends, Last<GroupCommands.Live>().Round, 1));
        _bob.Pass(TimeSpan.FromMinutes(1));
        Assert.Single(_bob.Sent.OfType<GroupCommands.Live>());
        Assert.True(_bob.User.State.Groups.Find(Friends)!.Noted);
    }

    [Fact]
    public void D1_a_new_device_starts_where_the_foremost_is()
    {
        _bob.Attach(1, "phone");
        Fanout(0, 3, 1, 0, Message(1), Message(2), Message(3));
        Acknowledge(2);
        _bob.Attach(2, "tablet");
        Assert.Equal(3, Last<GroupCommands.PullEntries>().From);
        Fanout(3, 4, 1, 0, Message(4));
        Assert.Empty(Pushed(2));
    }

    [Fact]
    public void D2_only_messages_take_credit_and_what_does_not_fit_is_pulled_later()
    {
        _bob.Attach(window: 4);
        Fanout(0, 6, 1, 0, Change(1), Message(2), Message(3), Change(4), Message(5), Message(6));
        Assert.Equal([1, 2, 3, 4, 5], Pushed()); // three of four: the inbox keeps its share
        Acknowledge(5);
        var pull = Last<GroupCommands.PullEntries>();
        _bob.Do(new UserCommands.GroupEntries(OneUser.Bob, Friends, pull.Pull, pull.Round, 5, [Message(6)], 6));
        Assert.Equal([1, 2, 3, 4, 5, 6], Pushed());
    }

    [Fact]
    public void D3_a_group_that_cannot_be_reached_holds_neither_the_inbox_nor_other_groups_up()
    {
        for (var g = 0; g < 10; g++)
            _bob.Do(new UserCommands.GroupFanout(OneUser.Bob, new GroupId($"group_{g}"), 100 + g, 0, [], 1, 5, 0));
        _bob.Receive();
        _bob.Attach(window: 4);
        Assert.Single(_bob.Pushed());
        var tried = new HashSet<GroupId>();
        for (var i = 0; i < 10; i++)
        {
            _bob.Pass(TimeSpan.FromSeconds(2));
            tried.UnionWith(_bob.Sent.OfType<GroupCommands.PullEntries>().Select(p => p.GroupId));
        }

        Assert.Equal(10, tried.Count);
        Assert.Contains(_bob.Told, t => t.Message is ConnectionMessages.CaughtUp);
    }

    [Fact]
    public void D4_a_position_that_the_client_returns_is_not_pushed_again()
    {
        ComeBackWithNews();
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(1), OneUser.Phone));
        _bob.Do(new UserCommands.AttachDevice(
            OneUser.Bob, OneUser.Connection(2), OneUser.Phone, null, null, true, 2_000_000_000, _bob.User.State.Epoch, 0, 16) { Groups = [new GroupPosition(Friends, 9)] });
        var pull = Last<GroupCommands.PullEntries>();
        Assert.Equal(10, pull.From);
        _bob.Do(new UserCommands.GroupEntries(OneUser.Bob, Friends, pull.Pull, pull.Round, 6, [], 6)); // the group has no 9
        Assert.Equal(6, Last<GroupCommands.CaughtUp>().Released);
    }

    [Fact]
    public void The_device_that_sent_a_message_is_not_sent_it_the_others_are()
    {
        _bob.Attach(1, "phone");
        _bob.Attach(2, "tablet");
        Fanout(0, 1, 1, 0, Message(1, "bob", "phone"));
        Assert.Empty(Pushed(1));
        Assert.Equal([1], Pushed(2));
        Acknowledge(1, 2, "tablet");
        _bob.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(1, Last<GroupCommands.ReportProgress>().Released);
    }

    [Fact]
    public void A_gap_is_told_and_followed_by_what_is_left()
    {
        ComeBackWithNews();
        var pull = Last<GroupCommands.PullEntries>();
        _bob.Do(new UserCommands.GroupGap(OneUser.Bob, Friends, pull.Pull, pull.Round, 8, 9));
        Assert.Equal(8, _bob.Told.Select(t => t.Message).OfType<ConnectionMessages.PushGroupGap>().Single().Position);
        Assert.Equal(9, Last<GroupCommands.PullEntries>().From);
    }

    [Fact]
    public void P2_a_read_mark_goes_to_the_group_and_into_our_own_journal_only_where_it_does_not_confirm_in_time()
    {
        _bob.Attach();
        Fanout(0, 2, 1, 0, Message(1), Message(2));
        Acknowledge(2);
        _bob.Pass(TimeSpan.FromSeconds(2)); // that the group exists is in the journal
        var rows = _bob.Journal.Count;
        _bob.Do(new UserCommands.MarkRead(OneUser.Bob, OneUser.Connection(1), OneUser.Phone, [Message(1).MessageId]));
        _bob.Pass(TimeSpan.FromMilliseconds(30));
        Assert.Equal((1_001L, true), _bob.Sent.OfType<GroupCommands.ReportProgress>().Select(r => (r.Read, r.Confirm)).Last());
        _bob.Do(new UserCommands.GroupProgressRecorded(OneUser.Bob, Friends, 2, 1_001));
        _bob.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(rows, _bob.Journal.Count);
        _bob.Do(new UserCommands.MarkRead(OneUser.Bob, OneUser.Connection(1), OneUser.Phone, [Message(2).MessageId]));
        _bob.Pass(TimeSpan.FromMilliseconds(110));
        Assert.Equal(1_002, _bob.User.State.Groups.Find(Friends)!.Read);
        _bob.Restart();
        _bob.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(1_002, Last<GroupCommands.ReportProgress>().Read);
        _bob.Do(new UserCommands.GroupProgressRecorded(OneUser.Bob, Friends, 2, 1_002));
        _bob.Pass(TimeSpan.FromMinutes(6));
        Assert.True(_bob.User.CanSleep(_bob.Now));
    }

    [Fact]
    public void M3_a_group_message_is_read_long_after_the_entity_was_restarted()
    {
        _bob.Attach();
        Fanout(0, 1, 1, 0, Message(1));
        Acknowledge(1);
        _bob.Pass(TimeSpan.FromSeconds(1));
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(1), OneUser.Phone));
        _bob.Pass(TimeSpan.FromSeconds(11));
        _bob.Restart(clean: true);
        _bob.Attach();
        _bob.Do(new UserCommands.MarkRead(OneUser.Bob, OneUser.Connection(1), OneUser.Phone, [Message(1).MessageId]));
        Assert.Equal((0L, 1_001L), _bob.Sent.OfType<GroupCommands.ReportProgress>().Select(r => (r.Released, r.Read)).Last());
    }

    [Fact]
    public void P5_receipts_are_shown_to_who_is_there_and_noted_for_who_is_not()
    {
        _bob.Attach();
        var receipts = new UserCommands.GroupReceipts(OneUser.Bob, Friends, 77, [new GroupReceipt(Message(1).MessageId, 3, 2, 4)], 1, 11, 1, 5);
        Assert.Equal((3, 2, 4), _bob.Do(receipts).OfType<ConnectionMessages.PushGroupReceipt>().Select(r => (r.DeliveredCount, r.ReadCount, r.MemberCount)).Single());
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(1), OneUser.Phone));
        _bob.Do(receipts);
        Assert.Equal((FanoutAnswer.Dormant, 11L), (Last<GroupCommands.AnswerFanout>().Answer, Last<GroupCommands.AnswerFanout>().Token));
    }
}
