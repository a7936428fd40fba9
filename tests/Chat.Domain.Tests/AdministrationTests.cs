using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Snapshots;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Domain.Users.Inspection;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Admin;

namespace Chat.Domain.Tests;

/// <summary>What operators see of entities, and do to them.</summary>
public sealed class AdministrationTests
{
    private static readonly ConnectionAddress Operator = new(9, 1);

    [Fact]
    public void A_look_at_a_user_tells_what_waits_for_which_device_and_never_contents()
    {
        var bob = new OneUser();
        bob.Attach();
        var first = bob.Receive(text: "private words");
        var second = bob.Receive(text: "private words");
        bob.Attach(2, "laptop");
        bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(2), new DeviceId("laptop")));
        bob.Acknowledge(first);
        bob.Pass(TimeSpan.FromMinutes(2));
        var view = Look(bob);
        Assert.DoesNotContain("private words", view.ToString(), StringComparison.Ordinal);
        Assert.Equal((2, 1), (view.Waiting, view.Conversations));
        Assert.Equal([second, first], view.Newest.Select(w => new MessageId(w.Id.Stamp, w.Id.Entity, w.Id.Conversation)));
        Assert.All(view.Newest, w => Assert.Equal(("alice", false), (w.Peer, w.Copy)));
        var (phone, laptop) = (view.Devices.Single(d => d.Device == "phone"), view.Devices.Single(d => d.Device == "laptop"));
        Assert.Equal((true, 1, 1, 1), (phone.Online, phone.Waiting, phone.Unacknowledged, phone.Stuck));
        Assert.Equal((false, 0), (laptop.Online, laptop.Stuck));
    }

    [Fact]
    public void A_look_does_not_keep_the_entity_awake_and_writes_nothing()
    {
        var bob = new OneUser();
        bob.Receive();
        bob.Pass(TimeSpan.FromMinutes(4));
        var (rows, due) = (bob.Journal.Count, bob.User.NextDue);
        Look(bob);
        Assert.Equal((rows, due), (bob.Journal.Count, bob.User.NextDue));
        Assert.Equal(0, Look(new OneUser()).Number); // nor does it bring one into being
    }

    [Fact]
    public void What_the_journal_says_of_a_sleeper_is_what_he_would_say()
    {
        var bob = new OneUser();
        bob.Attach();
        bob.Acknowledge(bob.Receive());
        var waiting = bob.Receive();
        bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(1), OneUser.Phone));
        bob.Pass(TimeSpan.FromMinutes(3));
        var awake = Look(bob, waiting);
        var state = new UserState(OneUser.Bob, new UserLimits());
        for (var i = 0; i < bob.Journal.Count; i++)
            state.Apply(bob.Journal[i], i + 1);
        var asleep = UserInspection.Of(OneUser.Bob, state, waiting, bob.Now);
        asleep.Head = awake.Head; // live marks use positions that the journal does not know
        Assert.Equal(awake, asleep);
    }

    [Fact]
    public void A_message_is_followed_from_the_inbox_to_the_marks_that_outlive_it()
    {
        var bob = new OneUser();
        bob.Attach();
        var id = bob.Receive();
        var message = Look(bob, id).Message;
        Assert.Equal((true, "alice", bob.Now, false), (message.Owned, message.Peer, message.AcceptedAt, message.Delivered));
        Assert.True(message.Position > 0);
        Assert.Equal((true, false), (message.Devices[0].Pushed, message.Devices[0].Acknowledged));

        bob.Acknowledge(id);
        bob.Do(new UserCommands.MarkRead(OneUser.Bob, OneUser.Connection(1), OneUser.Phone, [id]));
        bob.Pass(TimeSpan.FromMinutes(1));
        message = Look(bob, id).Message;
        Assert.Equal((0L, true, true), (message.Position, message.Delivered, message.Read));
        Assert.NotEqual(0, message.AcceptedAt); // repetitions of it are still recognised

        Assert.False(Look(bob, id with { Conversation = 77 }).Message.Owned);
    }

    [Fact]
    public void Who_is_kicked_loses_his_connection_and_may_come_back()
    {
        var bob = new OneUser();
        bob.Attach();
        bob.Attach(2, "laptop");
        var told = bob.Do(new UserCommands.Kick(OneUser.Bob, Operator, OneUser.Phone));
        Assert.Equal(CloseCode.GoingAway, Assert.Single(told.OfType<ConnectionMessages.Close>()).Code);
        Assert.Contains(ConnectionMessages.Done.Instance, told);
        Assert.Equal([OneUser.Connection(2)], bob.User.Attached);
        Assert.Single(bob.Attach(3).OfType<ConnectionMessages.Attached>());
    }

    [Fact]
    public void A_limited_group_takes_so_many_a_second_and_the_others_are_told_when_to_come_again()
    {
        var group = new OneGroup(null, OneGroup.Anna, OneGroup.Bob);
        Assert.Equal([ConnectionMessages.Done.Instance], group.Do(new GroupCommands.LimitRate(OneGroup.Id, Operator, 2)));
        group.Accept(OneGroup.Anna);
        group.Accept(OneGroup.Bob);
        var refused = Refused(group, OneGroup.Anna, "again");
        Assert.Equal((ErrorCode.RateLimited, 500L), (refused.Code, refused.RetryAfterMs));
        group.Now += 500;
        group.Accept(OneGroup.Anna);
        Refused(group, OneGroup.Bob, "b");
        group.Now += 60_000; // a second's worth is saved up, no more
        group.Accept(OneGroup.Anna);
        group.Accept(OneGroup.Anna);
        Refused(group, OneGroup.Anna, "more");
    }

    [Fact]
    public void A_frozen_group_takes_nothing_but_repetitions_until_it_is_set_free()
    {
        var group = new OneGroup(null, OneGroup.Anna, OneGroup.Bob);
        var send = group.Message(OneGroup.Anna);
        var id = group.Do(send).OfType<ConnectionMessages.SendAccepted>().Single().MessageId;
        group.Do(new GroupCommands.LimitRate(OneGroup.Id, Operator, 0));
        Assert.Equal(30_000, Refused(group, OneGroup.Anna, "x").RetryAfterMs);
        Assert.Equal(id, group.Do(send).OfType<ConnectionMessages.SendAccepted>().Single().MessageId); // M4 comes first
        group.Do(new GroupCommands.LimitRate(OneGroup.Id, Operator, null));
        group.Accept(OneGroup.Anna);
    }

    [Fact]
    public void A_limit_is_durable_before_it_is_confirmed_and_outlives_restarts_and_snapshots()
    {
        var group = new OneGroup(null, OneGroup.Anna, OneGroup.Bob) { HoldsWrites = true };
        Assert.Empty(group.Do(new GroupCommands.LimitRate(OneGroup.Id, Operator, 0)));
        group.Write();
        Assert.Contains((Operator, ConnectionMessages.Done.Instance), group.Told);
        group.HoldsWrites = false;
        group.Restart();
        Assert.Equal(ErrorCode.RateLimited, Refused(group, OneGroup.Anna, "x").Code);

        var restored = new GroupState(OneGroup.Id, new GroupLimits());
        GroupSnapshots.Restore(restored, GroupSnapshots.Take(group.Group.State, clean: true));
        Assert.Equal((0, group.Now), restored.RateLimit);
    }

    [Fact]
    public void A_group_that_does_not_exist_is_not_limited() =>
        Assert.Equal(ErrorCode.GroupNotFound, Assert.IsType<ConnectionMessages.Failed>(Assert.Single(new OneGroup().Do(new GroupCommands.LimitRate(OneGroup.Id, Operator, 1)))).Code);

    [Fact]
    public void A_look_at_a_group_tells_how_far_each_member_is()
    {
        var group = new OneGroup(null, OneGroup.Anna, OneGroup.Bob, OneGroup.Carol);
        var id = group.Accept(OneGroup.Anna, "private words");
        group.Released(OneGroup.Bob, group.Head);
        var view = Assert.IsType<ConnectionMessages.GroupInspected>(Assert.Single(group.Do(new GroupCommands.Inspect(OneGroup.Id, Operator) { Message = id }))).View;
        Assert.DoesNotContain("private words", view.ToString(), StringComparison.Ordinal);
        Assert.Equal(group.Head, view.Members.Single(m => m.Member == "bob").Released);
        Assert.True(view.Members.Single(m => m.Member == "carol").Released < group.Head);
        Assert.Equal((group.Head, "anna", true), (view.Message.Position, view.Message.Sender, view.Message.Owned));
    }

    private static UserView Look(OneUser user, MessageId message = default) =>
        Assert.IsType<ConnectionMessages.UserInspected>(Assert.Single(user.Do(new UserCommands.Inspect(OneUser.Bob, Operator) { Message = message }))).View;

    private static ConnectionMessages.SendRefused Refused(OneGroup group, UserId from, string text) =>
        Assert.IsType<ConnectionMessages.SendRefused>(Assert.Single(group.Do(group.Message(from, text))));
}
