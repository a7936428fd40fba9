using Chat.Faults.Tests.Checking;
using static Chat.Faults.Tests.Specs.History;

namespace Chat.Faults.Tests.Specs;

/// <summary>The checker finds what it is there for, and nothing where nothing is wrong.</summary>
public sealed class RulesTests
{
    private readonly History _history = new();

    [Fact]
    public void A_history_in_which_all_came_once_and_in_order_breaks_nothing()
    {
        var (first, second, group) = (_history.Send(Ann, "bob", "01"), _history.Send(Ann, "bob", "02"), _history.Send(Cid, Group, "03"));
        _history.Deliver(first, Bob, BobsLaptop);
        _history.Deliver(second, Bob, BobsLaptop);
        _history.Deliver(group, Ann, Bob, BobsLaptop);
        _history.TellDelivered(second, Ann);
        _history.TellDelivered(group, Cid);
        Assert.Empty(_history.BrokenRules);
    }

    [Fact]
    public void A_message_that_one_device_of_its_receiver_has_not_got_is_lost()
    {
        var message = _history.Send(Ann, "bob", "01");
        _history.Deliver(message, Bob);
        _history.TellDelivered(message, Ann);
        var violation = Assert.Single(Rules.Broken(_history.Ledger));
        Assert.Equal("loss", violation.Rule);
        Assert.Contains("bob.laptop", violation.What);
        foreach (var part in (string[])["sent by ann.phone to n1", "acked as 01 by n1", "came to bob.phone as 01"])
            Assert.Contains(part, violation.ToString());
    }

    [Fact]
    public void A_message_that_one_member_has_not_got_is_lost()
    {
        var message = _history.Send(Ann, Group, "01");
        _history.Deliver(message, Bob, BobsLaptop);
        _history.TellDelivered(message, Ann);
        Assert.Equal(["loss"], _history.BrokenRules);
    }

    [Fact]
    public void A_message_of_which_the_senders_other_device_knows_nothing_is_lost()
    {
        var message = _history.Send(Bob, "cid", "01");
        _history.Deliver(message, Cid);
        _history.TellDelivered(message, Bob, BobsLaptop);
        Assert.Equal(["loss"], _history.BrokenRules);
    }

    [Fact]
    public void A_message_that_is_never_acked_is_found()
    {
        _history.Send(Ann, "bob", "", acked: false);
        Assert.Equal(["loss"], _history.BrokenRules);
    }

    [Fact]
    public void A_send_that_became_two_messages_is_found()
    {
        var message = _history.Send(Ann, "cid", "01");
        _history.Deliver(message, Cid);
        _history.DeliverAs(message, "02", Cid);
        _history.TellDelivered(message, Ann);
        Assert.Equal(["once"], _history.BrokenRules);
    }

    [Fact]
    public void A_send_that_is_acked_under_two_ids_is_found()
    {
        var message = _history.Send(Ann, "cid", "01");
        _history.Deliver(message, Cid);
        _history.TellDelivered(message, Ann);
        _history.Ledger.Acked(message.ClientId, "02", _history.Next(), "n3");
        Assert.Equal(["once"], _history.BrokenRules);
    }

    [Fact]
    public void Two_sends_that_became_one_message_are_found()
    {
        var (first, second) = (_history.Send(Ann, "cid", "01"), _history.Send(Ann, "cid", "01"));
        _history.Deliver(first, Cid);
        _history.TellDelivered(second, Ann);
        Assert.Equal(["once"], _history.BrokenRules);
    }

    [Fact]
    public void A_message_out_of_thin_air_is_found()
    {
        _history.Ledger.Delivered(Cid, "ann.phone.7", "01", new DeliveryPlace("inbox", 1, "n1", 1, false), _history.Next());
        Assert.Equal(["once"], _history.BrokenRules);
    }

    [Fact]
    public void A_later_message_that_comes_first_breaks_the_order()
    {
        var (first, second) = (_history.Send(Ann, "cid", "01"), _history.Send(Ann, "cid", "02"));
        _history.Deliver(second, Cid);
        _history.Deliver(first, Cid);
        _history.TellDelivered(second, Ann);
        Assert.Equal(["order"], _history.BrokenRules);
    }

    [Fact]
    public void The_order_of_a_group_holds_on_every_device()
    {
        var (first, second) = (_history.Send(Ann, Group, "01"), _history.Send(Cid, Group, "02"));
        _history.Deliver(first, BobsLaptop, Cid);
        _history.Deliver(second, Bob, BobsLaptop, Ann);
        _history.Deliver(first, Bob);
        _history.TellDelivered(first, Ann);
        _history.TellDelivered(second, Cid);
        Assert.Equal(["order"], _history.BrokenRules);
    }

    [Fact]
    public void Copies_of_ones_own_messages_may_come_in_any_order()
    {
        var (first, second) = (_history.Send(Bob, "cid", "01"), _history.Send(Bob, "cid", "02"));
        _history.Deliver(first, Cid);
        _history.Deliver(second, Cid, BobsLaptop);
        _history.Deliver(first, BobsLaptop);
        _history.TellDelivered(second, Bob, BobsLaptop);
        Assert.Empty(_history.BrokenRules);
    }

    [Fact]
    public void A_message_that_overtook_an_earlier_one_of_its_sender_is_found()
    {
        var (first, second) = (_history.Send(Ann, "cid", "02"), _history.Send(Ann, "cid", "01"));
        _history.Deliver(second, Cid);
        _history.Deliver(first, Cid);
        _history.TellDelivered(first, Ann);
        Assert.Equal(["order"], _history.BrokenRules);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_need_not_wait_for_one_that_was_refused_after_it_was_sent(bool refusedAfter)
    {
        var first = _history.Send(Ann, "cid", "02", acked: false);
        if (!refusedAfter) _history.Ledger.Refused(first.ClientId, "unavailable", retryable: true, _history.Next(), "n1");
        var second = _history.Send(Ann, "cid", "01");
        if (refusedAfter) _history.Ledger.Refused(first.ClientId, "unavailable", retryable: true, _history.Next(), "n1");
        _history.Ledger.Acked(first.ClientId, "02", _history.Next(), "n2");
        _history.Deliver(second, Cid);
        _history.Deliver(first, Cid);
        _history.TellDelivered(first, Ann);
        Assert.Equal(refusedAfter ? [] : ["order"], _history.BrokenRules);
    }

    [Fact]
    public void A_refusal_for_good_is_found()
    {
        var message = _history.Send(Ann, "cid", "01");
        _history.Deliver(message, Cid);
        _history.TellDelivered(message, Ann);
        _history.Ledger.Refused(message.ClientId, "invalid_value", retryable: false, _history.Next(), "n1");
        Assert.Equal(["refused"], _history.BrokenRules);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_message_is_not_sent_again_to_who_has_acknowledged_it_unless_something_went_wrong(bool calm, bool acknowledged)
    {
        var message = _history.Send(Ann, "cid", "01");
        _history.Deliver(message, Cid);
        _history.TellDelivered(message, Ann);
        if (acknowledged) _history.Acknowledge(message, Cid);
        _history.Ledger.Calm = calm;
        _history.Deliver(message, Cid);
        Assert.Equal(calm && acknowledged ? ["repeated"] : [], _history.BrokenRules);
    }

    [Fact]
    public void A_message_is_never_sent_to_who_came_back_with_a_position_beyond_it()
    {
        var message = _history.Send(Ann, "cid", "01");
        _history.Deliver(message, Cid);
        _history.TellDelivered(message, Ann);
        _history.Ledger.Calm = false;
        _history.Ledger.Delivered(Cid, message.ClientId, "01", new DeliveryPlace("inbox", 1, "n1", 2, IsBelowResume: true), _history.Next());
        Assert.Equal(["repeated"], _history.BrokenRules);
    }

    [Theory]
    [InlineData(false, "ann.phone was not told that 02 has come to cid")]
    [InlineData(true, "ann.phone was not told that cid has read 02")]
    public void A_sender_who_was_told_of_the_message_before_only_is_found(bool read, string what)
    {
        var (first, second) = (_history.Send(Ann, "cid", "01"), _history.Send(Ann, "cid", "02"));
        _history.Deliver(first, Cid);
        _history.Deliver(second, Cid);
        _history.Ledger.Read("cid", second.Conversation, "02");
        _history.Ledger.Of(Ann).Told("cid", read, ["01"]);
        _history.Ledger.Of(Ann).Told("cid", !read, ["01", "02"]);
        var violation = Assert.Single(Rules.Broken(_history.Ledger));
        Assert.Equal("status", violation.Rule);
        Assert.Contains(what, violation.What);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void A_sender_who_was_told_wrong_counts_of_his_group_is_found(int delivered, int read)
    {
        var message = _history.Send(Ann, Group, "01");
        _history.Deliver(message, Bob, BobsLaptop, Cid);
        _history.Ledger.Read("bob", message.Conversation, "01");
        _history.Ledger.Of(Ann).ToldOfGroup("01", delivered, read);
        Assert.Equal(["status"], _history.BrokenRules);
    }

    [Fact]
    public void Unread_is_what_others_wrote_beyond_where_one_has_read()
    {
        var first = _history.Send(Ann, "cid", "01");
        _history.Send(Ann, "cid", "02");
        _history.Send(Cid, "ann", "03");
        _history.Send(Bob, Group, "04");
        _history.Send(Ann, "bob", "05");
        _history.Ledger.Read("cid", first.Conversation, "01");
        Assert.Equal(2, UnreadCounts.Of(_history.Ledger, "cid"));
    }
}
