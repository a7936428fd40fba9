using Chat.Domain.Connections;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests;

/// <summary>Attachments as leases (R6), revocation and removal, presence and typing.</summary>
public sealed class DeviceTests
{
    private static readonly Chat.Protocol.Entities.ConnectionAddress Follower = OneUser.Connection(50), Rest = OneUser.Connection(60);
    private readonly OneUser _bob = new();
    private readonly long _second = Timeline.Start / 1000;

    private ConnectionMessages.PresenceChanged? LastPresence => _bob.Told.Where(t => t.To == Follower).Select(t => t.Message).OfType<ConnectionMessages.PresenceChanged>().LastOrDefault();

    private void Detach(int connection = 1) => _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(connection), OneUser.Phone));

    private void Follow() => _bob.Do(new UserCommands.SubscribePresence(OneUser.Bob, Follower));

    private void Revoke(DeviceId? device, long validFrom, RevocationReason reason = RevocationReason.Revoked, DeviceId? except = null) =>
        _bob.Do(new UserCommands.RevokeTokens(OneUser.Bob, Rest, device, validFrom, reason, except));

    private CloseCode? Closed(int connection) => _bob.Told.Where(t => t.To == OneUser.Connection(connection)).Select(t => t.Message).OfType<ConnectionMessages.Close>().LastOrDefault()?.Code;

    [Fact]
    public void R6_an_attachment_that_is_not_renewed_ends_and_its_connection_is_told_when_it_asks()
    {
        var renew = Renewal(_bob.Attach());
        _bob.Pass(TimeSpan.FromMinutes(2));
        Assert.Empty(_bob.Do(renew));
        _bob.Pass(TimeSpan.FromMinutes(2));
        Assert.Empty(_bob.Do(renew));
        _bob.Pass(TimeSpan.FromMinutes(4));
        Assert.IsType<ConnectionMessages.AttachmentLost>(Assert.Single(_bob.Do(renew)));
    }

    [Fact]
    public void R2_a_new_incarnation_attaches_nobody_before_a_row_of_its_own_is_durable()
    {
        _bob.Attach();
        _bob.Restart();
        _bob.HoldsWrites = true;
        Assert.DoesNotContain(_bob.Attach(2), m => m is ConnectionMessages.Attached);
        Assert.DoesNotContain(_bob.Attach(3, device: "phone"), m => m is ConnectionMessages.Attached);
        var events = _bob.Journal.Count;
        _bob.Write();
        Assert.IsType<UserEvents.WatermarksAdvanced>(Assert.Single(_bob.Journal.Skip(events)));
        Assert.Contains(_bob.Told, t => t.To == OneUser.Connection(3) && t.Message is ConnectionMessages.Attached);
        Assert.Contains(_bob.Attach(4), m => m is ConnectionMessages.Attached);
    }

    [Fact]
    public void R2_a_message_that_was_written_is_claim_enough_and_an_attachment_costs_one_row_in_all()
    {
        _bob.Attach();
        _bob.Restart();
        _bob.Receive();
        Assert.Contains(_bob.Attach(2), m => m is ConnectionMessages.Attached);
        _bob.Restart(clean: true);
        var events = _bob.Journal.Count;
        _bob.Attach(3);
        _bob.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(events + 1, _bob.Journal.Count);
    }

    /// <summary>From a connection that has received everything that was told.</summary>
    private static UserCommands.RenewAttachment Renewal(IEnumerable<ConnectionMessage> told) =>
        new(OneUser.Bob, OneUser.Connection(1), OneUser.Phone, told.OfType<ConnectionMessages.Attached>().Single().Incarnation)
        {
            Received = told.OfType<PushedFrame>().Last().Number,
        };

    [Fact]
    public void Each_pushed_frame_names_the_one_before_it()
    {
        for (var n = 1; n <= 3; n++) _bob.Receive();
        var told = _bob.Attach();
        var last = told.OfType<ConnectionMessages.Attached>().Single().PushedFrom;
        foreach (var frame in told.OfType<PushedFrame>())
        {
            Assert.Equal(last, frame.Previous);
            last = frame.Number;
        }
    }

    [Fact]
    public void A_frame_that_has_not_arrived_by_the_next_renewal_but_one_costs_the_attachment()
    {
        var renew = Renewal(_bob.Attach());
        Assert.Empty(_bob.Do(renew));
        _bob.Receive(); // pushed, and lost on its way: nothing comes after it that would show that
        Assert.Empty(_bob.Do(renew).OfType<ConnectionMessages.AttachmentLost>());
        Assert.Single(_bob.Do(renew).OfType<ConnectionMessages.AttachmentLost>());
    }

    [Fact]
    public void R6_a_new_incarnation_knows_no_attachments()
    {
        var incarnation = _bob.Attach().OfType<ConnectionMessages.Attached>().Single().Incarnation;
        _bob.Restart();
        Assert.IsType<ConnectionMessages.AttachmentLost>(Assert.Single(_bob.Do(new UserCommands.RenewAttachment(OneUser.Bob, OneUser.Connection(1), OneUser.Phone, incarnation))));
    }

    [Fact]
    public void The_same_device_displaces_its_older_connection()
    {
        _bob.Attach(1);
        _bob.Attach(2);
        Assert.Equal((CloseCode.Displaced, (CloseCode?)null), (Closed(1), Closed(2)));
    }

    [Fact]
    public void An_attach_that_comes_late_displaces_nobody_unless_its_connection_is_still_there()
    {
        _bob.Attach(2, displaces: "");
        var contested = Assert.IsType<ConnectionMessages.AttachContested>(Assert.Single(_bob.Attach(1, displaces: "")));
        Assert.Equal(OneUser.Connection(2).SessionId, contested.BySession);
        Assert.Null(Closed(2));
        Assert.Contains(_bob.Attach(1, displaces: contested.BySession), m => m is ConnectionMessages.Attached);
        Assert.Equal((CloseCode.Displaced, (CloseCode?)null), (Closed(2), Closed(1)));
    }

    [Fact]
    public void A_displaced_connection_that_has_not_heard_of_it_is_told_again()
    {
        foreach (var connection in new[] { 1, 2, 3 })
            _bob.Attach(connection);
        foreach (var connection in new[] { 1, 2 })
        {
            var close = Assert.IsType<ConnectionMessages.Close>(Assert.Single(_bob.Attach(connection, displaces: "")));
            Assert.Equal((CloseCode.Displaced, OneUser.Connection(3).SessionId), (close.Code, close.BySession));
        }

        Assert.Null(Closed(3));
        Detach(3);
        Assert.Contains(_bob.Attach(1), m => m is ConnectionMessages.Attached);
    }

    [Theory, InlineData(RevocationReason.SignOut, CloseCode.SignedOut), InlineData(RevocationReason.Revoked, CloseCode.Revoked)]
    public void Revoking_closes_connections_and_refuses_older_tokens_also_after_a_restart(RevocationReason reason, CloseCode code)
    {
        _bob.Attach(1, tokenAt: _second - 10);
        Revoke(OneUser.Phone, _second, reason);
        Assert.Equal(code, Closed(1));
        Assert.Contains(_bob.Told, t => t.To == Rest && t.Message is ConnectionMessages.Done);
        _bob.Restart();
        Assert.IsType<ConnectionMessages.AttachRefused>(Assert.Single(_bob.Attach(2, tokenAt: _second - 1)));
        Assert.Contains(_bob.Attach(3, tokenAt: _second), m => m is ConnectionMessages.Attached);
    }

    [Fact]
    public void Revoking_all_but_one_spares_that_one_and_reaches_devices_not_yet_known()
    {
        _bob.Attach(1, tokenAt: _second - 10);
        _bob.Attach(2, "laptop", tokenAt: _second - 10);
        Revoke(null, _second, except: OneUser.Phone);
        Assert.Equal((null, CloseCode.Revoked), (Closed(1), Closed(2)));
        Assert.IsType<ConnectionMessages.AttachRefused>(Assert.Single(_bob.Attach(3, "tablet", tokenAt: _second - 1)));
    }

    [Fact]
    public void A_token_revoked_while_its_device_is_being_registered_does_not_attach()
    {
        _bob.HoldsWrites = true;
        Revoke(null, _second);
        _bob.Attach(1, tokenAt: _second - 10);
        _bob.Write();
        Assert.DoesNotContain(_bob.Told, t => t.Message is ConnectionMessages.Attached);
        Assert.Contains(_bob.Told, t => t.Message is ConnectionMessages.AttachRefused);
    }

    [Fact]
    public void A_connection_that_came_with_a_newer_token_survives_the_revocation_that_was_on_its_way()
    {
        _bob.Attach(1, tokenAt: _second - 10);
        _bob.HoldsWrites = true;
        Revoke(OneUser.Phone, _second);
        _bob.Attach(2, tokenAt: _second);
        _bob.Write();
        Assert.Null(Closed(2));
    }

    [Fact]
    public void A_device_that_attaches_while_it_is_being_removed_needs_a_new_token_and_is_new()
    {
        _bob.Attach(1, tokenAt: _second - 10);
        _bob.Receive();
        _bob.AcknowledgeUpTo(_bob.LastPosition);
        _bob.HoldsWrites = true;
        _bob.Do(new UserCommands.RemoveDevice(OneUser.Bob, Rest, OneUser.Phone));
        _bob.Attach(2, tokenAt: _second - 10);
        _bob.Attach(3, tokenAt: _second + 1);
        _bob.Write();
        Assert.Equal(CloseCode.Revoked, Closed(1));
        Assert.Contains(_bob.Told, t => t.To == OneUser.Connection(2) && t.Message is ConnectionMessages.AttachRefused);
        Assert.Contains(_bob.Told, t => t.To == OneUser.Connection(3) && t.Message is ConnectionMessages.Attached);
        Assert.Equal(2, Assert.Single(_bob.User.State.Devices.All).Number);
    }

    [Fact]
    public void A_removed_device_holds_nothing_back()
    {
        _bob.Attach(1);
        _bob.Attach(2, "laptop");
        _bob.Receive();
        _bob.AcknowledgeUpTo(_bob.LastPosition);
        _bob.Pass(TimeSpan.FromSeconds(11));
        Assert.Equal(1, _bob.User.State.Inbox.Count);
        _bob.Do(new UserCommands.RemoveDevice(OneUser.Bob, Rest, new DeviceId("laptop")));
        Assert.Equal(0, _bob.User.State.Inbox.Count);
    }

    [Fact]
    public void Presence_is_told_at_once_and_offline_after_the_grace_with_the_time_last_seen()
    {
        Follow();
        Assert.False(LastPresence!.Online);
        _bob.Attach();
        Assert.True(LastPresence!.Online);
        var left = _bob.Now;
        Detach();
        _bob.Pass(TimeSpan.FromSeconds(9));
        Assert.True(LastPresence!.Online);
        _bob.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal((false, left), (LastPresence!.Online, LastPresence.LastSeen));
    }

    [Fact]
    public void Presence_does_not_flicker_when_a_device_is_back_within_the_grace()
    {
        _bob.Attach();
        Follow();
        _bob.Told.Clear();
        Detach();
        _bob.Pass(TimeSpan.FromSeconds(5));
        _bob.Attach(2);
        _bob.Pass(TimeSpan.FromMinutes(1));
        Assert.Null(LastPresence);
    }

    [Fact]
    public void R6_after_an_unclean_start_nobody_is_called_offline_for_3_seconds()
    {
        _bob.Attach();
        _bob.Restart();
        Follow();
        _bob.Pass(TimeSpan.FromMilliseconds(2_999));
        Assert.Null(LastPresence);
        _bob.Pass(TimeSpan.FromMilliseconds(1));
        Assert.False(LastPresence!.Online);
    }

    /// <summary>Elsewhere than the follower.</summary>
    private const long OtherNode = 2;

    private void AttachAt(long node) =>
        _bob.Do(new UserCommands.AttachDevice(OneUser.Bob, new(node, 1), OneUser.Phone, null, null, false, 2_000_000_000, null, null, 10));

    [Fact]
    public void The_grace_of_a_device_whose_node_has_died_runs_from_when_the_node_was_last_there()
    {
        AttachAt(OtherNode);
        Follow();
        var seen = _bob.Now;
        _bob.Pass(TimeSpan.FromSeconds(8)); // to find out
        _bob.NodeGone(OtherNode, seen);
        Assert.True(LastPresence!.Online);
        _bob.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal((false, seen), (LastPresence!.Online, LastPresence.LastSeen));
        _bob.Attach();
        Assert.True(LastPresence!.Online);
    }

    [Fact]
    public void A_device_that_has_moved_to_another_node_before_its_old_one_was_found_dead_stays_on_line()
    {
        AttachAt(OtherNode);
        Follow();
        _bob.Attach();
        _bob.Told.Clear();
        _bob.NodeGone(OtherNode, _bob.Now);
        _bob.Pass(TimeSpan.FromMinutes(1));
        Assert.Null(LastPresence);
    }

    [Fact]
    public void Who_followed_from_a_node_that_is_gone_is_told_no_more()
    {
        Follow();
        _bob.NodeGone(Follower.Node, _bob.Now);
        _bob.Told.Clear();
        AttachAt(OtherNode);
        Assert.Null(LastPresence);
    }

    [Fact]
    public void Last_seen_survives_a_restart()
    {
        _bob.Attach();
        var left = _bob.Now;
        Detach();
        _bob.Pass(TimeSpan.FromSeconds(11));
        _bob.Restart(clean: true);
        Follow();
        Assert.Equal(left, LastPresence!.LastSeen);
    }

    [Fact]
    public void Typing_reaches_devices_on_line_and_is_not_stored()
    {
        _bob.Attach();
        _bob.Pass(TimeSpan.FromMinutes(1));
        var events = _bob.Journal.Count;
        Assert.IsType<ConnectionMessages.TypingChanged>(Assert.Single(_bob.Do(new UserCommands.NotifyTyping(OneUser.Bob, OneUser.Alice, true))));
        Assert.Equal(events, _bob.Journal.Count);
    }

    [Fact]
    public void A_user_with_nothing_attached_or_owed_sleeps_after_a_while()
    {
        _bob.Attach();
        Assert.False(_bob.User.CanSleep(_bob.Now + 3_600_000));
        Detach();
        _bob.Pass(TimeSpan.FromMinutes(6));
        Assert.True(_bob.User.CanSleep(_bob.Now));
    }

    [Fact]
    public void A_device_has_the_name_that_its_user_gives_it_and_is_listed_with_its_session()
    {
        _bob.Attach();
        _bob.Attach(2, "laptop");
        Detach();
        Assert.Contains(_bob.Do(new UserCommands.RenameDevice(OneUser.Bob, Rest, OneUser.Phone, "My phone")), m => m is ConnectionMessages.Done);
        _bob.Restart();
        _bob.Attach(3, "laptop");
        var devices = Assert.IsType<ConnectionMessages.DeviceList>(Assert.Single(_bob.Do(new UserCommands.GetDevices(OneUser.Bob, Rest)))).Devices;
        Assert.Equal(("My phone", false, null), (devices[0].Name, devices[0].Online, devices[0].SessionId));
        Assert.Equal((null, true, OneUser.Connection(3).SessionId), (devices[1].Name, devices[1].Online, devices[1].SessionId));
        Assert.Contains(_bob.Do(new UserCommands.RenameDevice(OneUser.Bob, Rest, new DeviceId("none"), "x")), m => m is ConnectionMessages.Failed);
    }

    [Fact]
    public void A_device_unseen_for_thirty_days_holds_nothing_back_and_is_told_honestly_when_it_returns()
    {
        _bob.Attach();
        _bob.Attach(2, "laptop");
        _bob.Do(new UserCommands.DetachDevice(OneUser.Bob, OneUser.Connection(2), new DeviceId("laptop")));
        for (var day = 0; day < 31; day++)
        {
            var id = _bob.Receive();
            _bob.Acknowledge(id);
            _bob.Pass(TimeSpan.FromDays(1));
            _bob.Attach(1);
        }

        Assert.Equal("phone", Assert.Single(_bob.User.State.Devices.All).Id.Value);
        Assert.Equal(0, _bob.User.State.Inbox.Count);
        var attached = _bob.Attach(3, "laptop", position: 0).OfType<ConnectionMessages.Attached>().Single();
        Assert.Equal((false, _bob.User.State.Devices.DeliveredUpTo), (attached.Recovered, attached.Cursor));
    }

    [Fact]
    public void The_device_seen_last_stays_however_long_it_is_away()
    {
        _bob.Attach();
        Detach();
        _bob.Receive();
        _bob.Pass(TimeSpan.FromDays(40));
        _bob.Do(new UserCommands.CleanUp(OneUser.Bob, Rest));
        Assert.Single(_bob.User.State.Devices.All);
    }

    [Fact]
    public void A_client_that_says_it_lacks_what_it_has_acknowledged_is_told_that_this_is_gone()
    {
        _bob.Attach();
        var id = _bob.Receive();
        _bob.Acknowledge(id);
        Assert.True(_bob.Attach(2, position: _bob.LastPosition).OfType<ConnectionMessages.Attached>().Single().Recovered);
        var attached = _bob.Attach(3, position: 0).OfType<ConnectionMessages.Attached>().Single();
        Assert.Equal((false, _bob.LastPosition), (attached.Recovered, attached.Cursor));
    }
}
