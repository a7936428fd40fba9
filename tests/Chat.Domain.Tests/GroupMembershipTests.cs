using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Tests.Simulation;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using static Chat.Domain.Tests.Simulation.OneGroup;

namespace Chat.Domain.Tests;

/// <summary>Who is in a group, who may do what, and who sees what of it (G1).</summary>
public sealed class GroupMembershipTests
{
    private readonly OneGroup _group = new(null, Anna, Bob, Carol);

    private static void IsFailed(ErrorCode code, ConnectionMessage? answer) => Assert.Equal(code, Assert.IsType<ConnectionMessages.Failed>(answer).Code);

    private static long Revision(ConnectionMessage? answer) => Assert.IsType<ConnectionMessages.GroupChanged>(answer).Revision;

    private ConnectionMessage? Add(UserId actor, params UserId[] users) => _group.Ask(to => new GroupCommands.AddMembers(Id, to, actor, users));

    private ConnectionMessage? Remove(UserId actor, UserId user) => _group.Ask(to => new GroupCommands.RemoveMember(Id, to, actor, user));

    private ConnectionMessage? SetRole(UserId actor, UserId user, GroupRole role) => _group.Ask(to => new GroupCommands.SetRole(Id, to, actor, user, role));

    private GroupRole? RoleOf(UserId user) => _group.Group.State.Members.FindMember(user)?.Role;

    private IEnumerable<long> Sees(UserId user) =>
        Enumerable.Range(1, (int)_group.Head).Select(p => (long)p).Where(p => _group.Group.State.Members.Find(user)?.Sees(p) == true);

    [Fact]
    public void Whoever_creates_a_group_owns_it_and_asking_again_creates_nothing_more()
    {
        var again = _group.Ask(to => new GroupCommands.CreateGroup(Id, to, Anna, "Friends", [Bob, Carol]));
        var info = Assert.IsType<ConnectionMessages.GroupInfo>(again);
        Assert.Equal([(Anna, GroupRole.Owner), (Bob, GroupRole.Member), (Carol, GroupRole.Member)], info.Members.Select(m => (m.Member, m.Role)));
        Assert.Single(_group.Journal);
        Assert.Equal(1, _group.Listing!.Revision);
        IsFailed(ErrorCode.NotMember, _group.Ask(to => new GroupCommands.CreateGroup(Id, to, Dave, "Mine", [])));
    }

    [Fact]
    public void A_group_that_does_not_exist_is_not_found_whatever_is_asked()
    {
        var nobody = new OneGroup();
        IsFailed(ErrorCode.GroupNotFound, nobody.Ask(to => new GroupCommands.GetGroup(Id, to, Anna)));
        IsFailed(ErrorCode.GroupNotFound, nobody.Ask(to => new GroupCommands.RemoveMember(Id, to, Anna, Anna)));
        IsFailed(ErrorCode.GroupNotFound, nobody.Ask(to => new GroupCommands.JoinByInvite(Id, to, Anna, "secret")));
        Assert.Equal(ErrorCode.GroupNotFound, nobody.Do(nobody.Message(Anna)).OfType<ConnectionMessages.SendRefused>().Single().Code);
        Assert.Empty(nobody.Journal);
        Assert.True(nobody.Group.CanSleep(nobody.Now + 10_000));
    }

    [Fact]
    public void Who_was_never_a_member_gets_not_member_for_everything()
    {
        Assert.All(
        [
            _group.Ask(to => new GroupCommands.GetGroup(Id, to, Dave)), Add(Dave, Dave), Remove(Dave, Anna), Remove(Dave, Dave), SetRole(Dave, Dave, GroupRole.Owner),
            _group.Ask(to => new GroupCommands.RenameGroup(Id, to, Dave, "x")), _group.Ask(to => new GroupCommands.ListInvites(Id, to, Dave)),
            _group.Ask(to => new GroupCommands.JoinByInvite(Id, to, Dave, "guess")),
            _group.Ask(to => new GroupCommands.GetReceipts(Id, to, Dave, _group.Accept(Anna))),
        ], answer => IsFailed(ErrorCode.NotMember, answer));
        Assert.Equal(ErrorCode.NotMember, _group.Do(_group.Message(Dave)).OfType<ConnectionMessages.SendRefused>().Single().Code);
    }

    [Fact]
    public void Members_write_and_admins_add_and_remove_members_but_no_admins()
    {
        IsFailed(ErrorCode.Forbidden, Add(Bob, Dave));
        IsFailed(ErrorCode.Forbidden, SetRole(Bob, Bob, GroupRole.Admin));
        Assert.Equal(2, Revision(SetRole(Anna, Bob, GroupRole.Admin)));
        Assert.Equal(3, Revision(Add(Bob, Dave)));
        SetRole(Anna, Carol, GroupRole.Admin);
        IsFailed(ErrorCode.Forbidden, Remove(Bob, Carol));
        IsFailed(ErrorCode.Forbidden, Remove(Bob, Anna));
        IsFailed(ErrorCode.Forbidden, SetRole(Bob, Dave, GroupRole.Admin));
        Assert.Equal(5, Revision(Remove(Bob, Dave)));
        Assert.Equal(6, Revision(Remove(Anna, Carol)));
    }

    [Fact]
    public void What_is_so_already_changes_nothing()
    {
        Assert.Equal(1, Revision(Add(Anna, Bob)));
        Assert.Equal(1, Revision(Remove(Anna, Dave)));
        Assert.Equal(1, Revision(SetRole(Anna, Bob, GroupRole.Member)));
        Assert.Single(_group.Journal);
    }

    [Fact]
    public void G1_of_two_admins_who_act_at_once_the_second_is_judged_by_what_the_first_has_left()
    {
        SetRole(Anna, Bob, GroupRole.Admin);
        _group.HoldsWrites = true;
        Assert.Null(SetRole(Anna, Bob, GroupRole.Member)); // on its way
        Assert.Null(Remove(Bob, Carol)); // waits for it
        _group.Write();
        IsFailed(ErrorCode.Forbidden, _group.Told[^1].Message);
        Assert.Equal(GroupRole.Member, RoleOf(Carol));
    }

    [Fact]
    public void G1_two_who_add_the_last_member_at_once_do_not_overfill_the_group()
    {
        var group = new OneGroup(new GroupLimits { Members = 3 }, Anna, Bob) { HoldsWrites = true };
        group.Ask(to => new GroupCommands.AddMembers(Id, to, Anna, [Carol]));
        group.Ask(to => new GroupCommands.AddMembers(Id, to, Anna, [Dave]));
        group.Write();
        IsFailed(ErrorCode.GroupFull, group.Told[^1].Message);
        Assert.Equal(3, group.Group.State.Members.Count);
    }

    [Fact]
    public void Nobody_writes_after_he_has_been_removed_not_even_while_that_is_being_written()
    {
        _group.HoldsWrites = true;
        Remove(Anna, Bob);
        var refused = _group.Do(_group.Message(Bob)).OfType<ConnectionMessages.SendRefused>().Single();
        Assert.True(refused.Code.IsRetryable());
        _group.Write();
        Assert.Equal(ErrorCode.NotMember, _group.Do(_group.Message(Bob)).OfType<ConnectionMessages.SendRefused>().Single().Code);
    }

    [Fact]
    public void The_longest_serving_admin_succeeds_the_owner_who_leaves_else_the_longest_serving_member()
    {
        SetRole(Anna, Carol, GroupRole.Admin);
        Assert.Equal(4, Revision(Remove(Anna, Anna)));
        Assert.Equal(GroupRole.Owner, RoleOf(Carol));
        Remove(Carol, Carol);
        Assert.Equal(GroupRole.Owner, RoleOf(Bob));
        Remove(Bob, Bob);
        Assert.Equal(0, _group.Group.State.Members.Count);
    }

    [Fact]
    public void Leaving_again_because_the_answer_was_lost_is_no_question_of_a_stranger()
    {
        var left = Revision(Remove(Bob, Bob));
        Assert.Equal(left, Revision(Remove(Bob, Bob)));
    }

    [Fact]
    public void There_is_one_owner_who_hands_over_and_does_not_just_step_down()
    {
        IsFailed(ErrorCode.Forbidden, SetRole(Anna, Anna, GroupRole.Member));
        var handed = Revision(SetRole(Anna, Bob, GroupRole.Owner));
        Assert.Equal((GroupRole.Admin, GroupRole.Owner), (RoleOf(Anna), RoleOf(Bob)));
        Assert.Equal(handed, Revision(SetRole(Anna, Bob, GroupRole.Owner))); // the answer was lost
    }

    [Fact]
    public void A_member_sees_from_his_adding_to_his_removal_and_nothing_between_two_stays()
    {
        _group.Accept(Anna); // 2
        Add(Anna, Dave); // 3
        _group.Accept(Anna); // 4
        Remove(Anna, Dave); // 5
        _group.Accept(Anna); // 6
        Assert.Equal([3, 4, 5], Sees(Dave));
        Add(Anna, Dave); // 7
        _group.Accept(Anna); // 8
        Assert.Equal([3, 4, 5, 7, 8], Sees(Dave));
        Assert.Equal(5, _group.Group.State.Members.Find(Dave)!.PreviousVisible(7));
    }

    [Fact]
    public void A_former_member_keeps_his_place_until_he_has_his_last_entry()
    {
        Remove(Anna, Bob); // 2
        Assert.NotNull(_group.Group.State.Members.Find(Bob));
        _group.Released(Bob, 2);
        _group.Pass(TimeSpan.FromSeconds(11));
        Assert.Null(_group.Group.State.Members.Find(Bob));
        IsFailed(ErrorCode.NotMember, Remove(new UserId("erin"), new UserId("erin")));
    }

    [Fact]
    public void A_mute_keeps_from_writing_until_it_ends_and_admins_cannot_mute_each_other()
    {
        SetRole(Anna, Bob, GroupRole.Admin);
        IsFailed(ErrorCode.Forbidden, _group.Ask(to => new GroupCommands.MuteMember(Id, to, Bob, Anna, null)));
        Revision(_group.Ask(to => new GroupCommands.MuteMember(Id, to, Bob, Carol, _group.Now + 60_000)));
        Assert.Equal(ErrorCode.MemberMuted, _group.Do(_group.Message(Carol)).OfType<ConnectionMessages.SendRefused>().Single().Code);
        _group.Pass(TimeSpan.FromSeconds(61));
        _group.Accept(Carol);
        Revision(_group.Ask(to => new GroupCommands.MuteMember(Id, to, Bob, Carol, null)));
        Revision(_group.Ask(to => new GroupCommands.UnmuteMember(Id, to, Anna, Carol)));
        _group.Accept(Carol);
    }

    [Fact]
    public void An_invitation_lets_in_who_knows_the_secret_as_long_and_as_often_as_it_says()
    {
        ConnectionMessage? Join(UserId user, string secret) => _group.Ask(to => new GroupCommands.JoinByInvite(Id, to, user, secret));
        ConnectionMessage? Invite() => _group.Ask(to => new GroupCommands.CreateInvite(Id, to, Anna, "s3cret", _group.Now + 60_000, 1));
        var invite = Assert.IsType<ConnectionMessages.InviteCreated>(Invite()).Invite;
        Assert.Equal(invite, Assert.IsType<ConnectionMessages.InviteCreated>(Invite()).Invite);
        IsFailed(ErrorCode.NotMember, Join(Dave, "s3cret?"));
        Revision(Join(Dave, "s3cret"));
        Revision(Join(Dave, "s3cret")); // a repetition takes no second place
        IsFailed(ErrorCode.NotMember, Join(new UserId("erin"), "s3cret"));
        Assert.Empty(Assert.IsType<ConnectionMessages.InviteList>(_group.Ask(to => new GroupCommands.ListInvites(Id, to, Anna))).Invites);
    }

    [Fact]
    public void A_revoked_invitation_is_good_for_nothing()
    {
        var invite = Assert.IsType<ConnectionMessages.InviteCreated>(_group.Ask(to => new GroupCommands.CreateInvite(Id, to, Anna, "s", null, null))).Invite;
        _group.Ask(to => new GroupCommands.RevokeInvite(Id, to, Anna, invite.Invite));
        IsFailed(ErrorCode.NotMember, _group.Ask(to => new GroupCommands.JoinByInvite(Id, to, Dave, "s")));
    }

    [Fact]
    public void A_name_is_bounded_and_renaming_tells_everybody()
    {
        IsFailed(ErrorCode.InvalidValue, _group.Ask(to => new GroupCommands.RenameGroup(Id, to, Anna, new string('x', 300))));
        IsFailed(ErrorCode.InvalidValue, _group.Ask(to => new GroupCommands.RenameGroup(Id, to, Anna, "a\nb")));
        Revision(_group.Ask(to => new GroupCommands.RenameGroup(Id, to, Anna, "Family")));
        var change = Assert.IsType<GroupChange>(_group.FanOutTo(Bob)[^1].Entries[^1]);
        Assert.Equal((GroupChangeKind.Renamed, "Family", 2), (change.Kind, change.Name, change.Revision));
        Assert.Equal("Family", _group.Listing!.Name);
    }
}
