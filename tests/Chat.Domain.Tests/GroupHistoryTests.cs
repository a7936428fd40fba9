using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Members;
using Chat.Domain.History;
using Chat.Domain.Tests.Simulation;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using static Chat.Domain.Tests.Simulation.OneGroup;

namespace Chat.Domain.Tests;

/// <summary>A group's history is kept as long as some member keeps it, once for all of them.</summary>
public sealed class GroupHistoryTests
{
    [Fact]
    public void Messages_are_recorded_from_when_the_first_member_keeps_history()
    {
        var group = new OneGroup(members: [Anna, Bob]);
        group.Accept(Anna);
        group.Pass(TimeSpan.FromSeconds(5));
        Assert.Empty(group.Records);

        Keep(group, Bob, true, 100);
        var id = group.Accept(Anna, "kept");
        group.Pass(TimeSpan.FromSeconds(1));
        var (from, upTo, _) = Assert.Single(group.Records);
        Assert.Equal([id], Entries(group, from, upTo).Select(e => e.MessageId));
        Assert.All(Entries(group, from, upTo), e => Assert.Equal((null, group.Head), (e.Peer, e.Position)));
        Assert.Equal(from, Math.Min(group.Group.State.History.OldestPendingRow, from));
    }

    [Fact]
    public void Rows_stay_until_they_are_written_though_everybody_has_them_and_the_group_stays_awake()
    {
        var group = new OneGroup(members: [Anna]);
        Keep(group, Anna, true, 100);
        group.Accept(Anna);
        group.Released(Anna, group.Head);
        group.Pass(TimeSpan.FromMinutes(4));
        var asked = Assert.Single(group.Records);
        Assert.Equal(asked.From, group.Group.OldestPendingRow);
        Assert.False(group.Group.CanSleep(group.Now + 3_600_000));
        Assert.True(group.Overdue);

        group.Restart();
        group.Released(Anna, group.Head);
        group.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal(asked, group.Records[^1]);
        group.Recorded(asked.UpTo);
        Assert.Equal(long.MaxValue, group.Group.State.History.OldestPendingRow);
        group.Pass(TimeSpan.FromMinutes(10));
        Assert.True(group.Group.CanSleep(group.Now));
    }

    [Fact]
    public void It_ends_when_the_last_who_keeps_it_stops_or_leaves_and_what_came_before_is_still_written()
    {
        var group = new OneGroup(members: [Anna, Bob, Carol]);
        Keep(group, Anna, true, 100);
        Keep(group, Bob, true, 101);
        Keep(group, Anna, false, 102);
        Assert.True(group.Group.State.History.Enabled);
        var kept = group.Accept(Carol, "kept");
        group.Ask(to => new GroupCommands.RemoveMember(Id, to, Bob, Bob));
        Assert.False(group.Group.State.History.Enabled);
        group.Accept(Carol, "not kept");
        group.Pass(TimeSpan.FromSeconds(1));
        var (from, upTo, _) = Assert.Single(group.Records);
        Assert.Equal([kept], Entries(group, from, upTo).Select(e => e.MessageId));
    }

    [Fact]
    public void Of_two_choices_the_later_counts_however_they_arrive_and_it_is_confirmed_once_durable()
    {
        var group = new OneGroup(members: [Anna, Bob]) { HoldsWrites = true };
        group.Write();
        group.Do(Report(Bob, new HistoryChoice(false, 102)));
        group.Do(Report(Bob, new HistoryChoice(true, 101)));
        group.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(group.SentTo<Chat.Domain.Users.UserCommands.GroupProgressRecorded>(Bob));
        group.Write();
        Assert.False(group.Group.State.History.Enabled);
        Assert.Equal(102, Assert.Single(group.SentTo<Chat.Domain.Users.UserCommands.GroupProgressRecorded>(Bob)).HistoryAt);
        group.HoldsWrites = false;

        var answer = new GroupCommands.AnswerFanout(Id, Bob, 0, FanoutAnswer.Noted, 0, 0, 0, 0) { History = new HistoryChoice(true, 103) };
        group.Do(answer);
        group.Pass(TimeSpan.FromSeconds(1));
        Assert.True(group.Group.State.History.Enabled);
        group.Restart();
        Assert.True(group.Group.State.History.Enabled);
    }

    [Fact]
    public void A_member_sees_his_stretches_a_former_one_too_while_he_is_known_and_a_stranger_none()
    {
        var group = new OneGroup(members: [Anna, Bob]);
        group.Accept(Anna);
        group.Ask(to => new GroupCommands.RemoveMember(Id, to, Anna, Bob));
        var removed = group.Head;
        group.Accept(Anna);
        Assert.Equal([new Interval(1, removed)], Stretches(group, Bob));
        group.Ask(to => new GroupCommands.AddMembers(Id, to, Anna, [Bob]));
        Assert.Equal([new Interval(1, removed), new Interval(group.Head, Interval.Open)], Stretches(group, Bob));
        Assert.Equal([new Interval(1, Interval.Open)], Stretches(group, Anna));
        Assert.Equal(ErrorCode.NotMember, Assert.IsType<ConnectionMessages.Failed>(group.Ask(to => new GroupCommands.GetStretches(Id, to, Dave))).Code);
    }

    private static IReadOnlyList<Interval> Stretches(OneGroup group, UserId user) =>
        Assert.IsType<ConnectionMessages.GroupStretches>(group.Ask(to => new GroupCommands.GetStretches(Id, to, user))).Stretches;

    private static void Keep(OneGroup group, UserId member, bool on, long at)
    {
        group.Do(Report(member, new HistoryChoice(on, at)));
        group.Pass(TimeSpan.FromSeconds(1));
    }

    private static GroupCommands.ReportProgress Report(UserId member, HistoryChoice choice) =>
        new(Id, member, 0, 0, 0, 0, Confirm: true) { History = choice };

    private static IReadOnlyList<HistoryEntry> Entries(OneGroup group, long from, long upTo) =>
        [.. group.Journal.Take((int)upTo).Skip((int)from - 1).Select(group.Group.HistoryOf).OfType<HistoryEntry>()];
}
