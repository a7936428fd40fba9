using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Tests.Simulation;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using static Chat.Domain.Tests.Simulation.OneGroup;

namespace Chat.Domain.Tests;

/// <summary>Messages to a group: the rules of 1:1 (M1 to M4), one row each.</summary>
public sealed class GroupSendingTests
{
    private readonly OneGroup _group = new(null, Anna, Bob, Carol);

    [Fact]
    public void A_message_is_acked_when_its_one_row_is_durable()
    {
        _group.HoldsWrites = true;
        var rows = _group.Journal.Count;
        Assert.Empty(_group.Do(_group.Message(Anna)));
        _group.Write();
        var accepted = Assert.IsType<ConnectionMessages.SendAccepted>(_group.Told[^1].Message);
        Assert.Equal((EntityAddress.Of(Id), 9L, 1), (accepted.Entity, accepted.MessageId.Entity, accepted.MessageId.Conversation));
        Assert.Equal(rows + 1, _group.Journal.Count);
    }

    [Fact]
    public void M4_the_same_send_again_gets_the_same_ack_across_a_restart()
    {
        var send = _group.Message(Anna);
        var first = _group.Do(send).OfType<ConnectionMessages.SendAccepted>().Single();
        _group.Restart();
        var again = _group.Do(send with { Session = new(2, 2), N = 1, Oldest = 1 }).OfType<ConnectionMessages.SendAccepted>().Single();
        Assert.Equal(first.MessageId, again.MessageId);
        Assert.Equal(ErrorCode.InvalidValue, _group.Do(_group.Message(Anna, "other", send.ClientMessageId.Value)).OfType<ConnectionMessages.SendRefused>().Single().Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void M4_a_send_that_memory_has_spilled_is_the_same_send_and_a_new_one_is_not_looked_for(bool restart)
    {
        var group = new OneGroup(new GroupLimits { SendsInMemory = 8 }, Anna, Bob);
        var sends = Enumerable.Range(1, 50).Select(n => group.Message(Anna, $"text {n}")).ToList();
        var first = sends.Select(s => group.Do(s).OfType<ConnectionMessages.SendAccepted>().Single().MessageId).ToList();
        Assert.InRange(group.Spilled.Count, 10, 50);
        if (restart) group.Restart();
        group.Accept(Bob);
        Assert.Equal(0, group.LookUps);
        var again = group.Do(sends[4] with { Session = new(2, 2), N = 1, Oldest = 1 }).OfType<ConnectionMessages.SendAccepted>().Single();
        Assert.Equal((first[4], 1), (again.MessageId, group.LookUps));
    }

    [Fact]
    public void M4_comes_before_rights_who_has_left_still_gets_the_ack_of_what_he_sent()
    {
        var send = _group.Message(Bob);
        var first = _group.Do(send).OfType<ConnectionMessages.SendAccepted>().Single();
        _group.Ask(to => new GroupCommands.RemoveMember(Id, to, Bob, Bob));
        Assert.Equal(first.MessageId, _group.Do(send).OfType<ConnectionMessages.SendAccepted>().Single().MessageId);
    }

    [Fact]
    public void M2_a_hole_in_a_session_is_asked_for()
    {
        _group.Do(_group.Message(Anna, n: 1));
        var asked = Assert.IsType<ConnectionMessages.ResendFrom>(Assert.Single(_group.Do(_group.Message(Anna, n: 3, oldest: 2))));
        Assert.Equal((EntityAddress.Of(Id), 2), (asked.Entity, asked.N));
    }

    [Fact]
    public void Positions_count_messages_and_changes_without_gaps_while_several_writes_are_in_flight()
    {
        _group.HoldsWrites = true;
        _group.Do(_group.Message(Anna));
        _group.Ask(to => new GroupCommands.AddMembers(Id, to, Anna, [Dave]));
        _group.Do(_group.Message(Bob));
        _group.Write();
        Assert.Equal([1, 2, 3, 4], _group.Journal.OfType<GroupEntryEvent>().Select(e => e.Position));
    }

    [Fact]
    public void M3_ids_rise_although_the_clock_goes_back()
    {
        var first = _group.Accept(Anna);
        _group.Now -= 3_600_000;
        Assert.True(_group.Accept(Bob) > first);
    }

    [Fact]
    public void R4_a_log_of_a_hundred_thousand_entries_takes_a_bounded_tail_and_a_sparse_index()
    {
        var group = new OneGroup(new GroupLimits { BodiesInMemory = 128, LogEntries = 100_000, SendsInMemory = 1_000_000 }, Anna, Bob);
        for (var i = 0; i < 20_000; i++)
            group.Do(group.Message(Anna));
        var log = group.Group.State.Log;
        Assert.Equal(20_001, log.Count);
        Assert.Equal(log.Head - 127, log.TailFrom);
        Assert.InRange(log.Blocks.Count, 1, 20_001 / 64 + 1);
    }

    [Fact]
    public void Beyond_its_bound_the_log_lets_the_oldest_go_and_says_so()
    {
        var group = new OneGroup(new GroupLimits { LogEntries = 100 }, Anna, Bob);
        for (var i = 0; i < 300; i++)
            group.Do(group.Message(Anna));
        Assert.InRange(group.Group.State.Log.Count, 80, 101);
        group.Do(new GroupCommands.PullEntries(Id, Bob, 0, 7, 1, 1, 10));
        var gap = group.SentTo<Users.UserCommands.GroupGap>(Bob).Single();
        Assert.Equal((7L, group.Group.State.Log.First - 1), (gap.Pull, gap.UpTo));
        Assert.InRange(group.Journal.OfType<GroupEvents.EntriesExpired>().Count(), 1, 60);
    }
}
