using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Domain.Users.Snapshots;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>The list of conversations, what is unread in them, and mute and archive in step on all devices.</summary>
public sealed class ConversationTests
{
    private static readonly GroupId Friends = new("group_friends");
    private static readonly Chat.Protocol.Entities.ConnectionAddress Rest = OneUser.Connection(60);
    private readonly OneUser _bob = new();

    private static GroupMessage Message(long position) => new(
        position, Timeline.Start, Id(position), new UserId("alice"), OneUser.Phone, new MessageBody($"text {position}", null, null, 0));

    private static MessageId Id(long position) => new(Timeline.Start / 1000 * MessageId.StampsPerSecond + position, 77, MessageId.GroupConversation);

    private void Fanout(long position, int unread, long token = 1) => _bob.Do(
        new UserCommands.GroupFanout(OneUser.Bob, Friends, 77, position - 1, [Message(position)], position, token, position - 1) { Unread = unread });

    private void Read(MessageId id, int connection = 1, string device = "phone") =>
        _bob.Do(new UserCommands.MarkRead(OneUser.Bob, OneUser.Connection(connection), new DeviceId(device), [id]));

    private ConversationSettings Set(ConversationPartner with, bool? muted = null, long? until = null, bool? archived = null) => Assert.IsType<ConnectionMessages.ConversationIs>(
        _bob.Do(new UserCommands.SetConversation(OneUser.Bob, Rest, with, muted, until, archived)).Single(m => m is ConnectionMessages.ConversationIs)).Settings;

    private ConnectionMessages.ConversationList List(int max = 50, (long, string)? after = null, bool? archived = null) => Assert.IsType<ConnectionMessages.ConversationList>(
        Assert.Single(_bob.Do(new UserCommands.GetConversations(OneUser.Bob, Rest, max, after, archived))));

    private IReadOnlyList<T> Pushed<T>(int connection) =>
        [.. _bob.Told.Where(t => t.To == OneUser.Connection(connection)).Select(t => t.Message).OfType<T>()];

    [Fact]
    public void Mute_and_archive_reach_all_devices_also_one_that_was_away_and_outlive_a_restart()
    {
        _bob.Attach();
        _bob.Attach(2, "laptop");
        _bob.Attach(3, "tablet");
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(3), new DeviceId("tablet")));
        _bob.Receive();
        Assert.Equal(new ConversationSettings(true, null, false), Set(OneUser.Alice, muted: true));
        Assert.Equal(new ConversationSettings(true, null, true), Set(OneUser.Alice, archived: true));
        foreach (var connection in new[] { 1, 2 })
            Assert.Equal([false, true], Pushed<ConnectionMessages.PushConversationEcho>(connection).Select(p => p.Settings.Archived));
        foreach (var clean in new[] { false, true })
        {
            _bob.Restart(clean);
            _bob.Attach(4, "tablet");
            var echo = Assert.Single(Pushed<ConnectionMessages.PushConversationEcho>(4)); // of a mark that has moved only the last
            Assert.Equal((OneUser.Alice, new ConversationSettings(true, null, true)), (echo.With.Peer, echo.Settings));
            _bob.Told.Clear();
        }

        _bob.AcknowledgeUpTo(_bob.User.State.Head, 4, "tablet");
        _bob.Pass(TimeSpan.FromMinutes(1));
        _bob.Restart();
        _bob.Attach(5, "tablet");
        Assert.Empty(Pushed<ConnectionMessages.PushConversationEcho>(5));
    }

    [Fact]
    public void What_is_set_again_as_it_is_costs_no_row()
    {
        _bob.Receive();
        Set(OneUser.Alice, muted: true);
        var rows = _bob.Journal.Count;
        Set(OneUser.Alice, muted: true);
        Assert.Equal(rows, _bob.Journal.Count);
    }

    [Fact]
    public void Of_two_wishes_at_once_the_second_builds_on_the_first()
    {
        _bob.Receive();
        _bob.HoldsWrites = true;
        _bob.Do(new UserCommands.SetConversation(OneUser.Bob, Rest, OneUser.Alice, true, null, null));
        _bob.Do(new UserCommands.SetConversation(OneUser.Bob, Rest, OneUser.Alice, null, null, true));
        Assert.DoesNotContain(_bob.Told, t => t.Message is ConnectionMessages.ConversationIs); // not before it is durable
        _bob.Write();
        Assert.Equal(new ConversationSettings(true, null, true), _bob.User.State.Conversations.Find(OneUser.Alice)!.Settings);
    }

    [Fact]
    public void Muted_conversations_do_not_count_as_unread_until_the_mute_ends()
    {
        _bob.Attach();
        _bob.Receive();
        Fanout(1, unread: 1);
        Assert.Equal(2, _bob.User.Unread);
        Set(OneUser.Alice, muted: true, until: _bob.Now + 60_000);
        Set(Friends, muted: true);
        Assert.Equal((0, 0), (_bob.User.Unread, List().TotalUnread));
        Assert.All(List().Conversations, c => Assert.Equal((1, true), (c.Unread, c.Settings.Muted)));
        _bob.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(1, List().TotalUnread);
        Assert.False(List().Conversations.Single(c => !c.With.IsGroup).Settings.Muted);
        Set(Friends, muted: false);
        Assert.Equal(2, List().TotalUnread);
    }

    [Fact]
    public void Nobody_mutes_a_group_that_he_has_never_heard_of() => Assert.IsType<ConnectionMessages.Failed>(
        Assert.Single(_bob.Do(new UserCommands.SetConversation(OneUser.Bob, Rest, Friends, true, null, null))));

    [Fact]
    public void Conversations_are_listed_by_their_newest_activity_page_by_page()
    {
        _bob.Receive(from: "alice");
        _bob.Now += 1_000;
        _bob.Receive(from: "carol", text: "news");
        _bob.Now += 1_000;
        _bob.Receive(from: "dave");
        Set(new UserId("dave"), archived: true);
        Assert.Equal(["dave", "carol", "alice"], List().Conversations.Select(c => c.With.Id));
        Assert.Equal(["carol", "alice"], List(archived: false).Conversations.Select(c => c.With.Id));
        Assert.Equal(["dave"], List(archived: true).Conversations.Select(c => c.With.Id));
        var first = List(max: 2);
        Assert.True(first.HasMore);
        var rest = List(max: 2, after: (first.Conversations[^1].Activity, first.Conversations[^1].With.Id));
        Assert.Equal("alice", Assert.Single(rest.Conversations).With.Id);
        Assert.False(rest.HasMore);
        var carol = first.Conversations[1];
        Assert.Equal(("news", 1, false), (carol.Body?.Content, carol.Unread, carol.LastIsOwn));
    }

    [Fact]
    public void What_the_user_has_sent_himself_is_the_newest_where_an_echo_has_told_of_it()
    {
        _bob.Attach();
        _bob.Attach(2, "laptop");
        var id = new MessageId(Timeline.Start / 1000 * MessageId.StampsPerSecond + 5, 9, 3);
        _bob.Do(new UserCommands.RecordEcho(OneUser.Bob, OneUser.Alice, id, new ClientMessageId("x"), OneUser.Phone, new MessageBody("hi", null, null, 0), _bob.Now));
        var info = Assert.Single(List().Conversations);
        Assert.Equal((id, true, "hi"), (info.Last, info.LastIsOwn, info.Body?.Content));
    }

    [Fact]
    public void What_one_device_reads_of_a_group_the_others_are_told_with_the_count_that_the_group_confirms()
    {
        _bob.Attach();
        _bob.Attach(2, "laptop");
        for (var p = 1; p <= 3; p++) Fanout(p, unread: p);
        Assert.Equal(3, _bob.User.Unread);
        Read(Id(2), 2, "laptop");
        _bob.Pass(TimeSpan.FromMilliseconds(500));
        _bob.Do(new UserCommands.GroupProgressRecorded(OneUser.Bob, Friends, 0, Id(2).Stamp) { Head = 3, Unread = 1 });
        var echo = Pushed<ConnectionMessages.PushReadEcho>(1)[^1];
        Assert.Equal((Friends, Id(2), 1, 1), (echo.Group, echo.UpTo, echo.UnreadCount, echo.TotalUnread));
        Assert.Equal(1, _bob.User.Unread);
        Read(Id(3));
        Assert.Equal((Id(3), 0), (Pushed<ConnectionMessages.PushReadEcho>(2)[^1].UpTo, Pushed<ConnectionMessages.PushReadEcho>(2)[^1].UnreadCount));
        Assert.Equal(0, _bob.User.Unread);
        Fanout(4, unread: 4); // computed before the group heard of the reading
        Assert.Equal(0, _bob.User.Unread);
    }

    [Fact]
    public void A_device_that_was_away_learns_what_was_read_of_a_group_meanwhile()
    {
        _bob.Attach();
        _bob.Attach(2, "laptop");
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(2), new DeviceId("laptop")));
        Fanout(1, unread: 1);
        Read(Id(1));
        _bob.Pass(TimeSpan.FromSeconds(1));
        _bob.Restart();
        _bob.Attach(3, "laptop");
        var echo = Assert.Single(Pushed<ConnectionMessages.PushReadEcho>(3));
        Assert.Equal((Friends, Id(1)), (echo.Group, echo.UpTo));
    }

    [Fact]
    public void What_a_group_has_counted_is_known_again_after_a_sleep_and_dropped_when_it_has_expired()
    {
        _bob.Attach();
        Fanout(1, unread: 1);
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(1), OneUser.Phone));
        Fanout(2, unread: 2); // noted
        Assert.Equal(2, _bob.Journal.OfType<UserEvents.GroupNewsNoted>().Single().Unread);
        _bob.Restart(clean: true);
        Assert.Equal((2, 2), (_bob.User.Unread, List().Conversations.Single().Unread));
        _bob.Pass(TimeSpan.FromDays(31));
        Assert.Equal(0, List().TotalUnread);
    }

    [Fact]
    public void After_a_crash_a_group_is_asked_for_its_count_until_it_answers()
    {
        _bob.Attach();
        Fanout(1, unread: 1);
        _bob.Pass(TimeSpan.FromSeconds(15));
        Fanout(2, unread: 2); // the row of before says 1
        _bob.Restart();
        Assert.Equal(1, _bob.User.Unread);
        _bob.Sent.Clear();
        _bob.Pass(TimeSpan.FromSeconds(30));
        Assert.True(_bob.Sent.OfType<GroupCommands.ReportProgress>().Count(r => r is { Confirm: true, Read: 0 }) > 2);
        _bob.Do(new UserCommands.GroupProgressRecorded(OneUser.Bob, Friends, 0, 0) { Head = 2, Unread = 2, LastStamp = Id(2).Stamp });
        Assert.Equal((2, 2), (_bob.User.Unread, List().Conversations.Single().Unread));
        _bob.Sent.Clear();
        _bob.Pass(TimeSpan.FromMinutes(10));
        Assert.Empty(_bob.Sent.OfType<GroupCommands.ReportProgress>());
        Assert.True(_bob.User.CanSleep(_bob.Now));
    }

    [Fact]
    public void After_a_crash_a_group_that_he_is_not_in_any_more_has_nothing_unread()
    {
        _bob.Attach();
        Fanout(1, unread: 1);
        _bob.Pass(TimeSpan.FromSeconds(15));
        _bob.Restart();
        _bob.Do(new UserCommands.GroupProgressRecorded(OneUser.Bob, Friends, 0, 0));
        Assert.Equal(0, _bob.User.Unread);
    }

    [Fact]
    public void After_a_sleep_no_group_is_asked()
    {
        _bob.Attach();
        Fanout(1, unread: 1);
        _bob.Pass(TimeSpan.FromSeconds(15));
        _bob.Restart(clean: true);
        _bob.Sent.Clear();
        _bob.Pass(TimeSpan.FromMinutes(1));
        Assert.Empty(_bob.Sent.OfType<GroupCommands.ReportProgress>());
    }

    [Fact]
    public void A_snapshot_holds_all_of_it()
    {
        _bob.Attach();
        _bob.Attach(2, "laptop");
        _bob.Receive();
        Fanout(1, unread: 1);
        Fanout(2, unread: 2);
        Read(Id(1));
        _bob.Do(new UserCommands.GroupProgressRecorded(OneUser.Bob, Friends, 0, Id(1).Stamp) { Head = 2, Unread = 1 });
        Set(Friends, muted: true, until: _bob.Now + 1_000);
        Set(OneUser.Alice, archived: true);
        _bob.Do(new UserCommands.RenameDevice(OneUser.Bob, Rest, OneUser.Phone, "My phone"));
        _bob.Pass(TimeSpan.FromMinutes(1));
        var restored = new UserState(OneUser.Bob, new UserLimits());
        UserSnapshots.Restore(restored, UserSnapshots.Take(_bob.User.State, clean: false));
        Assert.Equal(UserSnapshots.Take(_bob.User.State, false), UserSnapshots.Take(restored, false));
        var friends = restored.Conversations.Find(Friends)!;
        Assert.Equal((true, _bob.User.State.Conversations.Find(Friends)!.Settings, Id(1)), (friends.IsGroup, friends.Settings, friends.ReadId(friends.Live.Read, 7)));
        Assert.Equal(1, restored.Groups.Find(Friends)!.Unread);
    }
}
