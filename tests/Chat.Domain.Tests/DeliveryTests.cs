using Chat.Domain.Connections;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>What a device gets, from where, and how much at once (D1, D2, D4, R4), and what expires.</summary>
public sealed class DeliveryTests
{
    private readonly OneUser _bob = new();

    [Fact]
    public void D1_the_first_device_gets_what_waited_and_a_new_one_starts_at_the_delivered_position()
    {
        var first = _bob.Receive();
        _bob.Attach();
        Assert.Equal(first, Assert.Single(_bob.Pushed()).MessageId);
        _bob.Acknowledge(first);
        var second = _bob.Receive();
        _bob.Attach(2, "laptop");
        Assert.Equal(second, Assert.Single(_bob.Pushed(2)).MessageId);
    }

    [Fact]
    public void D1_beyond_the_limit_the_longest_unseen_device_makes_room()
    {
        var bob = new OneUser(new UserLimits { Devices = 2 });
        foreach (var (number, device) in new[] { (1, "old"), (2, "newer") })
        {
            bob.Attach(number, device);
            bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(number), new DeviceId(device)));
            bob.Pass(TimeSpan.FromMinutes(1));
        }

        bob.Attach(3, "newest");
        Assert.Equal(["newer", "newest"], bob.User.State.Devices.All.Select(d => d.Id.Value));
    }

    [Fact]
    public void D1_devices_that_register_at_once_get_numbers_of_their_own_and_do_not_exceed_the_limit()
    {
        var bob = new OneUser(new UserLimits { Devices = 3 });
        bob.Attach(1, "a");
        bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(1), new DeviceId("a")));
        bob.HoldsWrites = true;
        foreach (var (number, device) in new[] { (2, "b"), (3, "c"), (4, "d") })
            bob.Attach(number, device);
        bob.Write();
        Assert.Equal(["b", "c", "d"], bob.User.State.Devices.All.Select(d => d.Id.Value));
        Assert.Equal(3, bob.User.State.Devices.All.Select(d => d.Number).Distinct().Count());
    }

    [Fact]
    public void A_device_that_comes_back_while_it_is_being_registered_is_registered_once()
    {
        _bob.HoldsWrites = true;
        _bob.Attach(1);
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(1), OneUser.Phone));
        _bob.Attach(2);
        _bob.Write();
        Assert.Single(_bob.User.State.Devices.All);
        Assert.Contains(_bob.Told, t => t.To == OneUser.Connection(2) && t.Message is ConnectionMessages.Attached);
    }

    [Fact]
    public void D2_no_more_than_the_window_is_sent_and_acks_out_of_order_free_credit()
    {
        _bob.Attach(window: 2);
        var ids = Enumerable.Range(0, 4).Select(_ => _bob.Receive()).ToArray();
        Assert.Equal(2, _bob.Pushed().Count);
        _bob.Acknowledge(ids[1]);
        Assert.Equal(3, _bob.Pushed().Count);
        Assert.Equal(0, _bob.User.State.Devices.All[0].Cursor);
        _bob.Acknowledge(ids[0]);
        Assert.Equal(_bob.Pushed()[1].Position, _bob.User.State.Devices.All[0].Cursor);
    }

    [Fact]
    public void D2_an_ack_that_comes_from_the_connection_before_frees_the_credit_of_the_present_one()
    {
        _bob.Attach(1, window: 1);
        var first = _bob.Receive();
        _bob.Receive();
        _bob.Attach(2, window: 1);
        _bob.Acknowledge(first);
        Assert.Equal(2, _bob.Pushed(2).Count);
    }

    [Fact]
    public void D2_what_expires_unacknowledged_gives_its_credit_back()
    {
        _bob.Attach(window: 1);
        _bob.Receive();
        for (var day = 0; day < 31; day++)
        {
            _bob.Pass(TimeSpan.FromMinutes(1));
            _bob.Now += 86_340_000;
            _bob.Attach(window: 1); // renews
            if (day == 29) _bob.Receive();
        }

        _bob.Pass(TimeSpan.FromHours(1));
        Assert.Equal(2, _bob.Pushed().Select(p => p.MessageId).Distinct().Count());
    }

    [Fact]
    public void D4_a_returned_position_counts_as_far_as_the_log_goes()
    {
        _bob.Attach();
        _bob.Receive();
        _bob.Attach(2, position: long.MaxValue);
        Assert.Empty(_bob.Pushed(2));
        _bob.Receive();
        Assert.Single(_bob.Pushed(2));
    }

    [Fact]
    public void D4_positions_of_another_log_do_not_count()
    {
        _bob.Receive();
        var told = _bob.Attach(position: 1_000_000, epoch: "e999");
        Assert.False(told.OfType<ConnectionMessages.Attached>().Single().Recovered);
        Assert.Single(_bob.Pushed());
    }

    [Fact]
    public void D4_a_position_that_a_mark_had_before_a_crash_is_given_to_nothing_else()
    {
        _bob.Attach();
        _bob.Acknowledge(_bob.Receive());
        var theirs = new MessageId(Timeline.Start * 1000, 9, 1);
        _bob.Do(new UserCommands.RecordReceipt(OneUser.Bob, OneUser.Alice, theirs, [], default, [], 1));
        var seen = _bob.Told.Select(t => t.Message).OfType<ConnectionMessages.PushDelivered>().Single().Position;
        _bob.Restart();
        _bob.Receive();
        _bob.Attach(2, position: seen);
        Assert.True(seen > _bob.Journal.OfType<UserEvents.MessageQueued>().First().Position);
        Assert.True(Assert.Single(_bob.Pushed(2)).Position > seen);
    }

    [Fact]
    public void R4_only_the_newest_bodies_stay_in_memory_and_older_ones_are_paged_in_order()
    {
        var bob = new OneUser(new UserLimits { BodiesInMemory = 3 });
        var ids = Enumerable.Range(0, 100).Select(_ => bob.Receive()).ToArray();
        Assert.Equal(3, bob.User.State.Inbox.Loaded);
        bob.Attach();
        while (bob.Load is not null)
        {
            bob.LoadRows();
            Assert.InRange(bob.User.State.Inbox.Loaded, 0, 3 + 64);
        }

        Assert.Equal(ids, bob.Pushed().Select(p => p.MessageId));
        Assert.InRange(bob.User.State.Inbox.Loaded, 0, 3);
    }

    [Fact]
    public void R4_rows_that_did_not_come_are_asked_for_again_after_a_moment()
    {
        var bob = new OneUser(new UserLimits { BodiesInMemory = 0 });
        bob.Receive();
        bob.Attach();
        bob.Loaded();
        Assert.Null(bob.Load);
        bob.Pass(TimeSpan.FromSeconds(1));
        Assert.NotNull(bob.Load);
        bob.LoadRows();
        Assert.Single(bob.Pushed());
    }

    [Fact]
    public void R4_a_live_message_is_not_read_from_the_journal_because_another_device_is_away()
    {
        var bob = new OneUser(new UserLimits { BodiesInMemory = 3 });
        bob.Attach(2, "laptop");
        bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(2), new DeviceId("laptop")));
        bob.Attach();
        for (var i = 0; i < 10; i++)
            bob.AcknowledgeUpTo(bob.Receive() == default ? 0 : bob.LastPosition);
        Assert.Equal(10, bob.Pushed().Count);
        Assert.Null(bob.Load);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void What_nobody_fetched_expires_after_30_days_with_its_unread_count(bool asleep)
    {
        _bob.Receive();
        if (asleep)
        {
            _bob.Now += 31 * 86_400_000L;
            _bob.Restart(clean: true);
        }
        else
        {
            _bob.Do(new UserCommands.SubscribePresence(OneUser.Bob, OneUser.Connection(50)));
            _bob.Now += 31 * 86_400_000L;
            _bob.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((0, 0), (_bob.User.State.Inbox.Count, _bob.User.Unread));
        var told = _bob.Attach();
        Assert.Empty(_bob.Pushed());
        Assert.Single(told.OfType<ConnectionMessages.PushGap>());
    }
}
