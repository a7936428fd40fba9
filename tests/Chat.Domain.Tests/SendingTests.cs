using Chat.Domain.Connections;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>Order of sends (M2), ids (M3), idempotency (M4) and the reasons to refuse.</summary>
public sealed class SendingTests
{
    private readonly OneUser _bob = new();

    private static MessageId IdOf(IEnumerable<ConnectionMessage> told) => Assert.Single(told.OfType<ConnectionMessages.SendAccepted>()).MessageId;

    [Fact]
    public void M2_the_next_number_of_a_session_is_accepted_and_a_gap_is_asked_for_from_its_beginning()
    {
        IdOf(_bob.Do(_bob.Message(n: 1, oldest: 1)));
        var told = _bob.Do(_bob.Message(n: 3, oldest: 2));
        Assert.Equal(2, Assert.IsType<ConnectionMessages.ResendFrom>(Assert.Single(told)).N);
        IdOf(_bob.Do(_bob.Message(n: 2, oldest: 2)));
        IdOf(_bob.Do(_bob.Message(n: 3, oldest: 2)));
    }

    [Fact]
    public void M2_a_hole_is_asked_for_once_however_many_sends_stand_behind_it()
    {
        IdOf(_bob.Do(_bob.Message(n: 1, oldest: 1)));
        var asked = Enumerable.Range(3, 60).Sum(n => _bob.Do(_bob.Message(n: n, oldest: 2)).OfType<ConnectionMessages.ResendFrom>().Count());
        Assert.Equal(1, asked);
        _bob.Pass(TimeSpan.FromSeconds(2));
        Assert.Single(_bob.Do(_bob.Message(n: 63, oldest: 2)).OfType<ConnectionMessages.ResendFrom>());
    }

    [Fact]
    public void M2_of_an_unknown_session_only_the_oldest_unanswered_send_is_accepted()
    {
        Assert.Equal(4, Assert.IsType<ConnectionMessages.ResendFrom>(Assert.Single(_bob.Do(_bob.Message(n: 5, oldest: 4)))).N);
        IdOf(_bob.Do(_bob.Message(n: 4, oldest: 4)));
        IdOf(_bob.Do(_bob.Message(n: 5, oldest: 4)));
    }

    [Fact]
    public void M2_numbers_that_the_sender_has_given_up_are_passed_over_and_are_refused_afterwards()
    {
        IdOf(_bob.Do(_bob.Message(n: 1, oldest: 1)));
        IdOf(_bob.Do(_bob.Message(n: 4, oldest: 4)));
        Assert.True(Assert.IsType<ConnectionMessages.SendRefused>(Assert.Single(_bob.Do(_bob.Message(n: 3, oldest: 2)))).Code.IsRetryable());
    }

    [Fact]
    public void M2_a_refusal_that_was_lost_is_repeated_and_the_send_is_not_queued_after_later_ones()
    {
        var bob = new OneUser(new UserLimits { InboxEntries = 1 });
        bob.Attach();
        var first = bob.Receive();
        Assert.IsType<ConnectionMessages.SendRefused>(Assert.Single(bob.Do(bob.Message("a", n: 2, oldest: 2))));
        bob.Acknowledge(first);
        bob.Pass(TimeSpan.FromSeconds(11));
        IdOf(bob.Do(bob.Message("b", n: 3, oldest: 2)));
        Assert.IsType<ConnectionMessages.SendRefused>(Assert.Single(bob.Do(bob.Message("a", n: 2, oldest: 2))));
    }

    [Fact]
    public void M2_duplicates_and_refusals_advance_the_session()
    {
        var first = IdOf(_bob.Do(_bob.Message("a", n: 1, oldest: 1)));
        Assert.Equal(first, IdOf(_bob.Do(_bob.Message("a", n: 2, oldest: 2))));
        Assert.IsType<ConnectionMessages.SendRefused>(Assert.Single(_bob.Do(_bob.Message("a", "other", n: 3, oldest: 3))));
        IdOf(_bob.Do(_bob.Message("b", n: 4, oldest: 3)));
    }

    [Fact]
    public void M3_ids_rise_though_the_clock_goes_back()
    {
        var before = _bob.Receive();
        _bob.Now -= 3_600_000;
        var after = _bob.Receive();
        Assert.True(after > before);
        _bob.Restart();
        Assert.True(_bob.Receive() > after);
    }

    [Fact]
    public void M3_a_full_counter_goes_on_in_the_next_second()
    {
        var last = Timeline.Start / 1000 * MessageId.StampsPerSecond + MessageId.StampsPerSecond - 1;
        var id = _bob.Receive(floor: last);
        Assert.Equal(last + 1, id.Stamp);
        Assert.Equal("20241105120001000000", id.ToString()[..20]);
    }

    [Fact]
    public void M3_a_reply_sorts_after_what_its_sender_had_seen()
    {
        var seen = (Timeline.Start / 1000 + 500) * MessageId.StampsPerSecond;
        Assert.True(_bob.Receive(floor: seen).Stamp > seen);
    }

    [Fact]
    public void M4_a_repetition_before_the_write_is_answered_with_the_first_after_it()
    {
        _bob.HoldsWrites = true;
        Assert.Empty(_bob.Do(_bob.Message("a", n: 1)));
        Assert.Empty(_bob.Do(_bob.Message("a", n: 1, session: 101)));
        _bob.Write();
        Assert.Single(_bob.Told.Select(t => t.Message).OfType<ConnectionMessages.SendAccepted>().Select(a => a.MessageId).Distinct());
        Assert.Equal(2, _bob.Told.Count);
    }

    [Fact]
    public void M4_a_repetition_gets_the_same_id_after_a_restart_and_after_23_hours()
    {
        var id = _bob.Receive("a");
        _bob.Restart();
        _bob.Now += 23 * 3_600_000L;
        Assert.Equal(id, _bob.Receive("a"));
        Assert.Single(_bob.Journal.OfType<UserEvents.MessageQueued>());
    }

    [Fact]
    public void M4_sends_are_forgotten_after_the_window()
    {
        var id = _bob.Receive("a");
        _bob.Now += 26 * 3_600_000L;
        _bob.Receive("b");
        Assert.NotEqual(id, _bob.Receive("a"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void M4_the_same_id_with_another_text_is_invalid_value(bool whileTheFirstIsWritten)
    {
        _bob.HoldsWrites = whileTheFirstIsWritten;
        _bob.Do(_bob.Message("a"));
        var refused = Assert.IsType<ConnectionMessages.SendRefused>(Assert.Single(_bob.Do(_bob.Message("a", "other"))));
        Assert.Equal((ErrorCode.InvalidValue, "client_message_id"), (refused.Code, refused.Field));
    }

    [Fact]
    public void R3_nobody_hears_of_a_write_that_failed_and_the_repetition_is_new()
    {
        _bob.HoldsWrites = true;
        _bob.Do(_bob.Message("a"));
        _bob.Restart();
        Assert.Empty(_bob.Told);
        _bob.HoldsWrites = false;
        _bob.Receive("a");
        Assert.Single(_bob.Journal.OfType<UserEvents.MessageQueued>());
    }

    [Fact]
    public void A_full_inbox_refuses_what_is_new_with_a_time_to_wait_and_still_answers_repetitions()
    {
        var bob = new OneUser(new UserLimits { InboxEntries = 2 });
        var first = bob.Receive("a");
        bob.Receive("b");
        var refused = Assert.IsType<ConnectionMessages.SendRefused>(Assert.Single(bob.Do(bob.Message("c"))));
        Assert.Equal(ErrorCode.InboxFull, refused.Code);
        Assert.NotNull(refused.RetryAfterMs);
        Assert.Equal(first, bob.Receive("a"));
    }

    [Fact]
    public void A_user_never_seen_is_not_found_where_nothing_is_queued_for_such()
    {
        var bob = new OneUser(new UserLimits { QueueForUnknown = false });
        Assert.Equal(ErrorCode.UserNotFound, Assert.IsType<ConnectionMessages.SendRefused>(Assert.Single(bob.Do(bob.Message()))).Code);
        bob.Attach();
        bob.Receive();
    }

    [Fact]
    public void What_a_user_sends_to_himself_is_delivered_is_not_unread_and_has_no_echo()
    {
        _bob.Attach();
        _bob.Receive(from: "bob", echoOwed: true);
        Assert.Single(_bob.Pushed());
        Assert.Equal(0, _bob.User.Unread);
        Assert.Empty(_bob.Sent.OfType<UserCommands.RecordEcho>());
    }
}
