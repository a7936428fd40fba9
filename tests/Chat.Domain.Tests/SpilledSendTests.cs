using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Domain.Users.Snapshots;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>M4 beyond memory: a repetition is recognised in the table, and a new send does not wait for it.</summary>
public sealed class SpilledSendTests
{
    private const int Sends = 100;

    private readonly OneUser _bob = new(new UserLimits { SendsInMemory = 8, DedupWindow = TimeSpan.FromHours(1) });

    public SpilledSendTests()
    {
        for (var n = 1; n <= Sends; n++)
            _bob.Receive($"c{n}", $"text {n}");
    }

    private IReadOnlyList<ConnectionMessages.SendAccepted> Accepted => [.. _bob.Told.Select(t => t.Message).OfType<ConnectionMessages.SendAccepted>()];

    private MessageId First(string id) => Accepted.First(a => a.ClientMessageId.Value == id).MessageId;

    [Fact]
    public void New_sends_ask_nothing_of_the_table()
    {
        Assert.InRange(_bob.Spilled.Count, 20, Sends);
        Assert.InRange(_bob.User.State.Sends.Count, 1, 10);
        Assert.Equal((0, 0), (_bob.LookUps, _bob.FilterReads));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_spilled_send_again_gets_its_first_ack_and_another_text_under_its_id_is_refused(bool restart)
    {
        var first = First("c3");
        if (restart) _bob.Restart();
        Assert.Equal(first, _bob.Receive("c3", "text 3"));
        Assert.Equal(ErrorCode.InvalidValue, _bob.Do(_bob.Message("c3", "another")).OfType<ConnectionMessages.SendRefused>().Single().Code);
        Assert.Equal((2, restart ? 1 : 0), (_bob.LookUps, _bob.FilterReads));
        Assert.NotEqual(first, _bob.Receive("new"));
        Assert.Equal(Sends + 1, _bob.Journal.OfType<UserEvents.MessageQueued>().Count());
    }

    [Fact]
    public void After_a_restart_sends_wait_in_order_for_the_filters_which_are_read_once()
    {
        _bob.Restart();
        _bob.HoldsTable = true;
        var told = Enumerable.Range(1, 5).SelectMany(n => _bob.Do(_bob.Message($"n{n}"))).ToList();
        Assert.Empty(told);
        _bob.HoldsTable = false;
        _bob.AnswerTable();
        Assert.Equal(["n1", "n2", "n3", "n4", "n5"], Accepted.TakeLast(5).Select(a => a.ClientMessageId.Value));
        _bob.Receive("n6");
        Assert.Equal((0, 1), (_bob.LookUps, _bob.FilterReads));
    }

    [Fact]
    public void Filters_that_cannot_be_read_refuse_what_waits_and_are_asked_for_again()
    {
        _bob.Restart();
        _bob.HoldsTable = true;
        _bob.Do(_bob.Message("n1"));
        _bob.AnswerTable(fails: true);
        Assert.Equal(ErrorCode.Unavailable, Assert.IsType<ConnectionMessages.SendRefused>(_bob.Told[^1].Message).Code);
        _bob.HoldsTable = false;
        _bob.Receive("n1");
        Assert.Equal(2, _bob.FilterReads);
    }

    [Fact]
    public void Those_behind_one_that_waits_for_the_table_wait_with_it()
    {
        _bob.HoldsTable = true;
        Assert.Empty(_bob.Do(_bob.Message("c1", "text 1")));
        Assert.Empty(_bob.Do(_bob.Message("n1")));
        _bob.AnswerTable();
        Assert.Equal(["c1", "n1"], Accepted.TakeLast(2).Select(a => a.ClientMessageId.Value));
        Assert.Equal(1, _bob.LookUps);
    }

    [Fact]
    public void A_look_that_fails_accepts_nothing()
    {
        _bob.HoldsTable = true;
        _bob.Do(_bob.Message("c1", "text 1"));
        _bob.AnswerTable(fails: true);
        Assert.Equal(ErrorCode.Unavailable, Assert.IsType<ConnectionMessages.SendRefused>(_bob.Told[^1].Message).Code);
    }

    [Fact]
    public void What_a_filter_knows_wrongly_is_accepted_after_the_look()
    {
        var filters = _bob.Spilled.Filters().Filters;
        var id = Enumerable.Range(0, 10_000_000).Select(n => $"x{n}").First(x => filters.Any(f => KeyFilter.MayContain(
            f.Filter.Span, IdempotencyKey.OfSend(new UserId("alice"), OneUser.Phone, new ClientMessageId(x)))));
        _bob.Receive(id);
        Assert.Equal(1, _bob.LookUps);
        Assert.Equal(Sends + 1, _bob.Journal.OfType<UserEvents.MessageQueued>().Count());
    }

    [Fact]
    public void Once_the_window_has_passed_nothing_is_asked_even_after_a_restart()
    {
        _bob.Now += (long)TimeSpan.FromHours(1).TotalMilliseconds + 1;
        _bob.Restart();
        _bob.Receive("n1");
        Assert.Equal((0, 0), (_bob.LookUps, _bob.FilterReads));
    }

    [Fact]
    public void A_snapshot_keeps_the_buckets_of_a_short_window_and_reads_those_of_hours()
    {
        var limits = new UserLimits { DedupWindow = TimeSpan.FromMinutes(5) };
        var bob = new OneUser(limits);
        bob.Receive("a");
        bob.Now += 13_000; // a period is 12.5 s
        bob.Receive("b");
        var snapshot = UserSnapshots.Take(bob.User.State, clean: false);
        Assert.Equal(2, snapshot.Idempotency.Count);
        Assert.Equal(bob.User.State.Sends.Buckets.Select(b => b.BeginsAt), Restored(snapshot).Buckets.Select(b => b.BeginsAt));

        snapshot.Idempotency[1].BeginsAt = 0;
        Assert.Equal(bob.Now / 3_600_000 * 3_600_000, Restored(snapshot).Buckets[1].BeginsAt);

        SendHistory Restored(Protocol.Schema.Snapshot.UserSnapshot taken)
        {
            var state = new UserState(OneUser.Bob, limits);
            UserSnapshots.Restore(state, taken);
            return state.Sends;
        }
    }

    [Fact]
    public void A_short_window_frees_memory_within_it()
    {
        var bob = new OneUser(new UserLimits { DedupWindow = TimeSpan.FromMinutes(1) });
        for (var n = 0; n < 300; n++)
        {
            bob.Receive();
            bob.Now += 1_000;
        }

        Assert.InRange(bob.User.State.Sends.Count, 60, 64);
    }
}
