using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Node.Configuration;
using Chat.Node.Connections;
using Chat.Node.Tests.Connections.Harness;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Connections;

public sealed class PresenceTests
{
    [Fact]
    public async Task A_subscription_is_a_lease_at_each_target_and_ends_with_the_connection()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Subscribe("r1", "bob", "carol"));
        await socket.ExpectAsync("ok");
        Assert.Equal(["bob", "carol"], host.Entities.All<UserCommands.SubscribePresence>().Select(s => s.UserId.Value));
        Answer(host, socket, "bob", "carol");
        await socket.ExpectAsync("presence");
        for (var i = 0; i < 4; i++)
        {
            host.Pass(20);
            Answer(host, socket, "bob", "carol");
            await socket.SendAsync(Frames.Heartbeat);
            await socket.ExpectAsync("heartbeat_ack");
        }

        Assert.Equal(4, host.Entities.All<UserCommands.SubscribePresence>().Count);
        await socket.CloseAsync();
        await host.SocketsAsync(0);
        Assert.Equal(["bob", "carol"], host.Entities.All<UserCommands.UnsubscribePresence>().Select(s => s.UserId.Value).Order());
    }

    [Fact]
    public async Task Who_has_not_answered_is_asked_again_and_so_is_who_has_stopped()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Subscribe("r1", "bob", "carol"));
        await socket.ExpectAsync("ok");
        Answer(host, socket, "carol");
        await socket.ExpectAsync("presence");

        host.Pass(3);
        Assert.Equal(["bob", "carol", "bob"], host.Entities.All<UserCommands.SubscribePresence>().Select(s => s.UserId.Value));

        Answer(host, socket, "bob");
        await socket.ExpectAsync("presence");
        host.Tell(socket, new ConnectionMessages.AttachmentLost(new UserId("carol"), 7));
        host.Tell(socket, new ConnectionMessages.AttachmentLost(new UserId("stranger"), 7));
        host.Pass(1);
        Assert.Equal(["bob", "carol", "bob", "carol"], host.Entities.All<UserCommands.SubscribePresence>().Select(s => s.UserId.Value));
    }

    [Fact]
    public async Task When_a_node_has_left_who_is_followed_is_asked_after_also_while_the_connection_looks_for_its_own_entity()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Subscribe("r1", "bob"));
        await socket.ExpectAsync("ok");
        Answer(host, socket, "bob");
        host.Entities.AnswersAttach = false;
        host.Tell(socket, new ConnectionMessages.AttachmentLost(new UserId("alice"), 11));
        host.Pass(0.5);
        Assert.Equal(2, host.Entities.All<UserCommands.AttachDevice>().Count);

        Assert.Single(host.Registry.Endpoints.OfType<Connection>()).AskAgainWithin(TimeSpan.FromSeconds(1));
        foreach (var (seconds, asked) in ((int, int)[])[(2, 2), (7, 3), (10, 3)])
        {
            host.Pass(seconds);
            Answer(host, socket, "bob");
            Assert.Equal(asked, host.Entities.All<UserCommands.SubscribePresence>().Count);
        }
    }

    [Fact]
    public async Task A_state_that_was_told_is_not_told_again_when_the_lease_is_renewed()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Subscribe("r1", "bob"));
        await socket.ExpectAsync("ok");
        for (var i = 0; i < 2; i++)
            host.Tell(socket, new ConnectionMessages.PresenceChanged(new UserId("bob"), false, 1_699_189_200_000));
        var presence = await socket.ExpectAsync("presence");
        var bob = Assert.Single(presence.GetProperty("payload").GetProperty("users").EnumerateArray());
        Assert.Equal(("bob", "offline", 1_699_189_200_000),
            (bob.GetProperty("user_id").GetString(), bob.GetProperty("status").GetString(), bob.GetProperty("last_seen").GetInt64()));
        host.Tell(socket, new ConnectionMessages.PresenceChanged(new UserId("stranger"), true, null));
        await socket.SendAsync(Frames.Heartbeat);
        await socket.ExpectAsync("heartbeat_ack");

        // Asking again is answered again.
        await socket.SendAsync(Frames.Subscribe("r2", "bob"));
        await socket.ExpectAsync("ok");
        host.Tell(socket, new ConnectionMessages.PresenceChanged(new UserId("bob"), false, 1_699_189_200_000));
        await socket.ExpectAsync("presence");
    }

    [Fact]
    public async Task Subscriptions_are_limited()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { PresenceSubscriptions = 2 });
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Subscribe("r1", "bob", "carol"));
        await socket.ExpectAsync("ok");
        await socket.SendAsync(Frames.Subscribe("r2", "bob", "dave"));
        Assert.Equal("r2", (await socket.ExpectErrorAsync("subscription_limit")).GetProperty("request_id").GetString());
        await socket.SendAsync("""{"type":"presence_unsubscribe","request_id":"r3","payload":{"user_ids":["bob"]}}""");
        await socket.ExpectAsync("ok");
        Assert.Equal("bob", Assert.Single(host.Entities.All<UserCommands.UnsubscribePresence>()).UserId.Value);
        await socket.SendAsync(Frames.Subscribe("r4", "dave"));
        await socket.ExpectAsync("ok");
    }

    [Fact]
    public async Task Typing_goes_to_the_other_and_not_more_often_than_once_a_second()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        foreach (var state in new[] { "start", "start", "stop", "stop", "start" })
            await socket.SendAsync(Frames.Typing("bob", state));
        await socket.SendAsync(Frames.Typing("carol"));
        await host.Entities.ExpectAsync<UserCommands.NotifyTyping>(t => t.UserId.Value == "carol");
        Assert.Equal([("bob", true), ("bob", false), ("carol", true)],
            host.Entities.All<UserCommands.NotifyTyping>().Select(t => (t.UserId.Value, t.Start)));

        host.Tell(socket, new ConnectionMessages.TypingChanged(new UserId("bob"), true));
        var payload = (await socket.ExpectAsync("typing")).GetProperty("payload");
        Assert.Equal(("conv_alice_bob", "bob", "start", 6000), (payload.GetProperty("conversation_id").GetString(),
            payload.GetProperty("user_id").GetString(), payload.GetProperty("state").GetString(), payload.GetProperty("expires_in_ms").GetInt32()));
    }

    private static void Answer(EdgeHost host, TestSocket socket, params string[] users)
    {
        foreach (var user in users)
            host.Tell(socket, new ConnectionMessages.PresenceChanged(new UserId(user), true, null));
    }
}
