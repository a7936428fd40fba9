using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Snapshots;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using static Chat.Domain.Tests.Simulation.OneGroup;

namespace Chat.Domain.Tests;

/// <summary>From the group's log to the entities of members: on line, away, and back (G3 to G7).</summary>
public sealed class GroupFanoutTests
{
    private readonly OneGroup _group = new(null, Anna, Bob, Carol);

    private UserCommands.GroupFanout LastFanoutTo(UserId member) => _fanouts.Last(f => f.UserId == member);

    private readonly List<UserCommands.GroupFanout> _fanouts = [];

    private void FanOut() => _fanouts.AddRange(_group.FanOut().SelectMany(b => b.Targets.Select(t => b.For(t))));

    private void Answer(UserId member, FanoutAnswer answer, long released = 0, long? token = null) => _group.Do(new GroupCommands.AnswerFanout(
        Id, member, 0, answer, token ?? LastFanoutTo(member).Token, LastFanoutTo(member).Head, released, released));

    [Fact]
    public void Everybody_who_stands_at_the_same_place_shares_one_list()
    {
        _group.Accept(Anna);
        var batch = Assert.Single(_group.FanOut());
        Assert.Equal([Anna, Bob, Carol], batch.Targets.Select(t => t.Member));
        Assert.Equal((0, 2), (batch.Previous, batch.Head));
        Assert.Equal([1, 2], batch.Entries.Select(e => e.Position));
        Assert.Empty(_group.FanOut());
    }

    [Fact]
    public void A_busy_group_gives_a_portion_and_goes_to_the_end_of_the_queue()
    {
        for (var i = 0; i < 100; i++) _group.Accept(Anna);
        var batches = _group.FanOut();
        Assert.Equal([64, 37], batches.Select(b => b.Entries.Count));
    }

    [Fact]
    public void The_first_after_a_pause_goes_at_once_and_what_follows_gathers()
    {
        var group = new OneGroup(TimeSpan.FromMilliseconds(10), new GroupLimits(), Anna, Bob);
        Assert.Single(Assert.Single(group.FanOut()).Entries); // that there is a group
        group.Pass(TimeSpan.FromMilliseconds(10));
        group.Accept(Anna);
        Assert.Single(Assert.Single(group.FanOut()).Entries);

        for (var i = 0; i < 5; i++) group.Accept(Anna);
        Assert.Empty(group.FanOut());
        group.Pass(TimeSpan.FromMilliseconds(9));
        Assert.Empty(group.FanOut());
        group.Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(5, Assert.Single(group.FanOut()).Entries.Count);
    }

    [Fact]
    public void Nobody_is_sent_more_than_the_window_beyond_what_he_has_answered_for()
    {
        var group = new OneGroup(new GroupLimits { FanoutWindow = 10, EntriesAtOnce = 5 }, Anna, Bob);
        for (var i = 0; i < 50; i++) group.Accept(Anna);
        group.Released(Anna, 51);
        Assert.Equal(10, group.FanOutTo(Bob).Sum(f => f.Entries.Count));
        group.Released(Bob, 7);
        Assert.Equal(11, group.FanOutTo(Bob)[0].Entries[0].Position);
    }

    [Fact]
    public void Who_does_not_answer_is_told_again_ever_more_rarely_and_costs_nobody_else_anything()
    {
        _group.Accept(Anna);
        FanOut();
        _group.Released(Anna, 2);
        _group.Released(Carol, 2);
        _group.Pass(TimeSpan.FromMinutes(10));
        var told = _group.SentTo<UserCommands.GroupFanout>(Bob);
        Assert.InRange(told.Count, 5, 10);
        Assert.All(told, t => Assert.Equal((2, 0), (t.Head, t.Entries.Count)));
        Assert.Empty(_group.SentTo<UserCommands.GroupFanout>(Anna));
        Assert.False(_group.Group.CanSleep(_group.Now));
    }

    [Fact]
    public void G3_a_dormant_member_is_left_alone_also_after_a_restart()
    {
        FanOut();
        Answer(Bob, FanoutAnswer.Dormant);
        _group.Released(Anna, 1);
        _group.Released(Carol, 1);
        _group.Pass(TimeSpan.FromSeconds(11));
        _group.Restart();
        _group.Accept(Anna);
        Assert.Empty(_group.FanOutTo(Bob));
        _group.Pass(TimeSpan.FromMinutes(1));
        Assert.Empty(_group.SentTo<UserCommands.GroupFanout>(Bob));
    }

    [Fact]
    public void G4_a_noted_member_is_sent_what_is_new_and_settles_without_releasing()
    {
        FanOut();
        Answer(Bob, FanoutAnswer.Noted);
        _group.Accept(Anna);
        FanOut();
        Assert.Equal(2, LastFanoutTo(Bob).Head);
        Answer(Bob, FanoutAnswer.Noted);
        _group.Released(Anna, 2);
        _group.Released(Carol, 2);
        _group.Pass(TimeSpan.FromMinutes(6));
        Assert.True(_group.Group.CanSleep(_group.Now));
    }

    [Fact]
    public void G4_an_answer_under_an_old_token_silences_nobody()
    {
        FanOut();
        var old = LastFanoutTo(Bob).Token;
        _group.Do(new GroupCommands.CaughtUp(Id, Bob, 0, 5, 1));
        Answer(Bob, FanoutAnswer.Dormant, token: old);
        _group.Accept(Anna);
        Assert.NotEmpty(_group.FanOutTo(Bob));
        _group.Restart();
        Answer(Bob, FanoutAnswer.Dormant, token: LastFanoutTo(Bob).Token);
        Assert.False(_group.Group.State.Members.Find(Bob)!.Live.Dormant);
    }

    [Fact]
    public void G6_cleared_and_live_are_answered_in_the_handler_of_the_event_that_makes_them_true()
    {
        FanOut();
        Answer(Bob, FanoutAnswer.Dormant);
        Answer(Carol, FanoutAnswer.Dormant);
        _group.Pass(TimeSpan.FromSeconds(11));
        _group.HoldsWrites = true;
        _group.Do(new GroupCommands.CaughtUp(Id, Bob, 0, 5, 1));
        _group.Do(new GroupCommands.Live(Id, Carol, 0, 6, 0, 0));
        _group.Pass(TimeSpan.FromMilliseconds(50));
        Assert.Empty(_group.SentTo<UserCommands.GroupCleared>(Bob));
        Assert.Empty(_group.SentTo<UserCommands.GroupLiveOk>(Carol));
        _group.Write();
        Assert.Equal((5L, 1L), _group.SentTo<UserCommands.GroupCleared>(Bob).Select(c => (c.Round, c.Head)).Single());
        Assert.Equal((6L, 1L), _group.SentTo<UserCommands.GroupLiveOk>(Carol).Select(c => (c.Round, c.Head)).Single());
    }

    [Fact]
    public void G6_who_has_not_everything_is_told_that_there_is_more()
    {
        FanOut();
        Answer(Bob, FanoutAnswer.Dormant);
        _group.Accept(Anna);
        _group.Do(new GroupCommands.CaughtUp(Id, Bob, 0, 5, 1));
        Assert.Equal(2, _group.SentTo<UserCommands.GroupMore>(Bob).Single().Head);
    }

    [Fact]
    public void The_log_empties_when_everybody_has_everything_and_rows_may_go()
    {
        for (var i = 0; i < 10; i++) _group.Accept(Anna);
        Assert.Equal(1, _group.Group.OldestPendingRow);
        foreach (var member in (UserId[])[Anna, Bob, Carol])
            _group.Released(member, 11);
        _group.Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(0, _group.Group.State.Log.Count);
        Assert.Equal(long.MaxValue, _group.Group.OldestPendingRow);
        _group.Accept(Anna);
        Assert.Equal(12, _group.Head);
    }

    [Fact]
    public void G5_a_pull_gets_old_entries_from_their_rows_a_block_at_a_time()
    {
        var group = new OneGroup(new GroupLimits { BodiesInMemory = 16 }, Anna, Bob);
        for (var i = 0; i < 500; i++)
        {
            group.Accept(Anna, $"text {i}");
            group.Released(Anna, group.Head);
            group.Pass(TimeSpan.FromSeconds(1)); // rows of watermarks between those of entries
        }

        long next = 1;
        var loads = 0;
        for (long pull = 1; next <= group.Head; pull++)
        {
            group.Do(new GroupCommands.PullEntries(Id, Bob, 0, pull, 1, next, 32));
            loads += group.LoadRows();
            var answer = group.SentTo<UserCommands.GroupEntries>(Bob).Single(a => a.Pull == pull);
            Assert.Equal((next - 1, group.Head), (answer.Previous, answer.Head));
            Assert.Equal(Enumerable.Range((int)next, answer.Entries.Count).Select(p => (long)p), answer.Entries.Select(e => e.Position));
            next += answer.Entries.Count;
        }

        Assert.InRange(loads, 7, 30);
        Assert.Equal("text 41", Assert.IsType<GroupMessage>(group.SentTo<UserCommands.GroupEntries>(Bob).SelectMany(a => a.Entries).Single(e => e.Position == 43)).Body.Content);
    }

    [Fact]
    public void A_pull_passes_over_what_lies_between_two_stays()
    {
        _group.Ask(to => new GroupCommands.RemoveMember(Id, to, Anna, Bob)); // 2
        _group.Accept(Anna); // 3
        _group.Ask(to => new GroupCommands.AddMembers(Id, to, Anna, [Bob])); // 4
        _group.Do(new GroupCommands.PullEntries(Id, Bob, 0, 1, 1, 1, 32));
        Assert.Equal([1, 2, 4], _group.SentTo<UserCommands.GroupEntries>(Bob).Single().Entries.Select(e => e.Position));
    }

    [Fact]
    public void Who_has_nothing_to_fetch_any_more_is_told_that_he_is_forgotten()
    {
        _group.Do(new GroupCommands.CaughtUp(Id, Dave, 0, 5, 1));
        Assert.Equal(5, _group.SentTo<UserCommands.GroupForgotten>(Dave).Single().Round);
    }

    [Fact]
    public void What_nobody_has_fetched_for_30_days_expires_and_the_gap_is_told()
    {
        FanOut();
        Answer(Bob, FanoutAnswer.Dormant);
        _group.Accept(Anna);
        _group.Released(Anna, 2);
        _group.Released(Carol, 2);
        _group.Now += (long)TimeSpan.FromDays(31).TotalMilliseconds;
        _group.Restart(clean: true);
        Assert.Equal(0, _group.Group.State.Log.Count);
        _group.Do(new GroupCommands.PullEntries(Id, Bob, 0, 3, 1, 1, 32));
        Assert.Equal((2L, 2L), _group.SentTo<UserCommands.GroupGap>(Bob).Select(g => (g.UpTo, g.Head)).Single());
    }

    [Fact]
    public void P2_a_read_mark_is_durable_within_a_tenth_of_a_second_and_confirmed_then()
    {
        var id = _group.Accept(Anna);
        _group.Do(new GroupCommands.ReportProgress(Id, Bob, 0, 2, 2, id.Stamp, true));
        Assert.Empty(_group.SentTo<UserCommands.GroupProgressRecorded>(Bob));
        _group.Pass(TimeSpan.FromMilliseconds(60));
        Assert.Equal((2L, id.Stamp), _group.SentTo<UserCommands.GroupProgressRecorded>(Bob).Select(r => (r.Delivered, r.Read)).Single());
    }

    [Fact]
    public void P5_the_sender_is_told_counts_at_most_once_a_second_and_may_ask_who()
    {
        var id = _group.Accept(Anna);
        for (var i = 0; i < 20; i++)
        {
            _group.Released(i % 2 == 0 ? Bob : Carol, 2, i >= 10 ? id.Stamp : 0);
            _group.Pass(TimeSpan.FromMilliseconds(100));
        }

        _group.Pass(TimeSpan.FromSeconds(2));
        var told = _group.SentTo<UserCommands.GroupReceipts>(Anna);
        Assert.InRange(told.Count, 2, 4);
        Assert.Equal((2, 2, 2), told[^1].Receipts.Select(r => (r.Delivered, r.Read, r.Members)).Single());
        var who = Assert.IsType<ConnectionMessages.GroupReceiptList>(_group.Ask(to => new GroupCommands.GetReceipts(Id, to, Anna, id)));
        Assert.Equal([new MemberReceipt(Bob, true, true), new MemberReceipt(Carol, true, true)], who.Receipts);
        Assert.IsType<ConnectionMessages.Failed>(_group.Ask(to => new GroupCommands.GetReceipts(Id, to, Bob, id)));
    }

    [Fact]
    public void P5_who_was_away_sees_the_state_of_his_latest_messages_when_he_is_back()
    {
        var id = _group.Accept(Anna);
        FanOut();
        Answer(Anna, FanoutAnswer.Dormant, 2);
        _group.Released(Bob, 2);
        _group.Pass(TimeSpan.FromSeconds(5));
        Assert.Empty(_group.SentTo<UserCommands.GroupReceipts>(Anna));
        _group.Do(new GroupCommands.CaughtUp(Id, Anna, 0, 5, 2));
        _group.Pass(TimeSpan.FromMilliseconds(60));
        Assert.Equal((id, 1, 2), _group.SentTo<UserCommands.GroupReceipts>(Anna).Single().Receipts.Select(r => (r.MessageId, r.Delivered, r.Members)).Single());
    }

    [Fact]
    public void R2_a_new_incarnation_that_somebody_on_line_waits_for_takes_a_number_first()
    {
        var rows = _group.Journal.Count;
        _group.Restart();
        Assert.Equal(rows + 1, _group.Journal.Count);
        _group.Restart(clean: true);
        Assert.Equal(rows + 1, _group.Journal.Count);
    }

    [Fact]
    public void R3_a_snapshot_gives_back_what_the_rows_before_it_had()
    {
        for (var i = 0; i < 100; i++) _group.Accept(i % 2 == 0 ? Anna : Bob);
        _group.Ask(to => new GroupCommands.CreateInvite(Id, to, Anna, "s", null, 3));
        _group.Ask(to => new GroupCommands.MuteMember(Id, to, Anna, Carol, null));
        _group.Ask(to => new GroupCommands.RemoveMember(Id, to, Anna, Bob));
        _group.Released(Anna, 50);
        _group.Pass(TimeSpan.FromSeconds(11));
        var snapshot = GroupSnapshots.Take(_group.Group.State, clean: true);
        var restored = new GroupState(Id, new GroupLimits());
        GroupSnapshots.Restore(restored, snapshot);
        Assert.Equal(snapshot, GroupSnapshots.Take(restored, clean: true));
        Assert.InRange(snapshot.CalculateSize(), 1, 12_000);
    }
}
