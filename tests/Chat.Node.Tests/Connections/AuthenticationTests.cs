using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Node.Configuration;
using Chat.Node.Tests.Connections.Harness;
using Chat.Protocol.Frames;

namespace Chat.Node.Tests.Connections;

public sealed class AuthenticationTests
{
    [Fact]
    public async Task A_good_token_attaches_the_device_and_tells_what_a_client_must_know()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Frames.Auth("alice", "phone", sync: true, epoch: "e7", position: 1042));
        var attach = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        Assert.Equal(("alice", "phone", "ios", true, "e7", 1042L, 256),
            (attach.UserId.Value, attach.Device.Value, attach.Platform, attach.Sync, attach.Epoch, attach.Position, attach.Window));
        var payload = (await socket.ExpectAsync("auth_success")).GetProperty("payload");
        Assert.Equal(attach.Connection.SessionId, payload.GetProperty("session_id").GetString());
        Assert.Equal(3, payload.GetProperty("unread_count").GetInt32());
        Assert.Equal(64, payload.GetProperty("limits").GetProperty("in_flight").GetInt32());
        Assert.Equal(TestTokens.Never, payload.GetProperty("token_expires_at").GetInt64());
    }

    [Fact]
    public async Task Who_does_not_authenticate_in_time_is_closed_with_4408()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await host.SocketsAsync(1);
        host.Pass(9.5);
        Assert.Equal(1, host.Registry.Count);
        host.Pass(1);
        await socket.ExpectErrorAsync("not_authenticated");
        Assert.Equal(4408, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task Another_frame_before_auth_is_refused()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Frames.Heartbeat);
        await socket.ExpectErrorAsync("not_authenticated");
        Assert.Equal(4408, await socket.ExpectCloseAsync());
    }

    [Theory]
    [InlineData("nonsense", "token_invalid", 4401)]
    [InlineData("bob||4000000000000", "token_invalid", 4401)]
    [InlineData("alice|laptop|4000000000000", "token_invalid", 4401)]
    [InlineData("expired", "token_expired", 4402)]
    [InlineData("alice||1000", "token_expired", 4402)]
    public async Task A_token_that_is_not_good_for_this_is_refused(string token, string error, int close)
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Frames.Auth("alice", token: token));
        await socket.ExpectErrorAsync(error);
        Assert.Equal(close, await socket.ExpectCloseAsync());
        Assert.Empty(host.Entities.Commands);
    }

    [Fact]
    public async Task What_the_entity_refuses_is_told_and_closed()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersAttach = false;
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Frames.Auth("alice"));
        var attach = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        host.Tell(attach.Connection, new ConnectionMessages.AttachRefused(ErrorCode.TokenInvalid, CloseCode.Revoked, "revoked"));
        await socket.ExpectErrorAsync("token_invalid");
        Assert.Equal(4403, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task An_attach_without_an_answer_is_repeated_and_given_up_with_1013()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersAttach = false;
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Frames.Auth("alice"));
        await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        host.Pass(2.25);
        await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        host.Pass(3.25);
        await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        host.Pass(10);
        await socket.ExpectErrorAsync("unavailable");
        Assert.Equal(1013, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task An_attach_that_is_answered_late_succeeds_once()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersAttach = false;
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Frames.Auth("alice"));
        var attach = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        host.Pass(2.25);
        await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        for (var i = 0; i < 2; i++)
            host.Tell(attach.Connection, new ConnectionMessages.Attached(1, "e", null, 0, 0, 1));
        await socket.ExpectAsync("auth_success");
        await socket.SendAsync(Frames.Heartbeat);
        await socket.ExpectAsync("heartbeat_ack");
    }

    [Fact]
    public async Task A_token_that_expires_closes_with_4402()
    {
        await using var host = await EdgeHost.StartAsync();
        var expiry = host.Time.GetUtcNow().AddSeconds(20).ToUnixTimeMilliseconds();
        using var socket = await host.AttachAsync(token: TestTokens.For("alice", "phone", expiry));
        host.Pass(19.5);
        await socket.SendAsync(Frames.Heartbeat);
        await socket.ExpectAsync("heartbeat_ack");
        host.Pass(1);
        await socket.ExpectErrorAsync("token_expired");
        Assert.Equal(4402, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task A_refresh_puts_the_expiry_off()
    {
        await using var host = await EdgeHost.StartAsync();
        var expiry = host.Time.GetUtcNow().AddSeconds(20).ToUnixTimeMilliseconds();
        using var socket = await host.AttachAsync(token: TestTokens.For("alice", "phone", expiry));
        await socket.SendAsync(Frames.Refresh(TestTokens.For("bob")));
        await socket.ExpectErrorAsync("token_invalid");
        await socket.SendAsync(Frames.Refresh("expired"));
        await socket.ExpectErrorAsync("token_expired");
        await socket.SendAsync(Frames.Refresh(TestTokens.For("alice")));
        Assert.Equal("r", (await socket.ExpectAsync("ok")).GetProperty("request_id").GetString());
        host.Pass(21);
        await socket.SendAsync(Frames.Heartbeat);
        await socket.ExpectAsync("heartbeat_ack");
    }

    [Fact]
    public async Task Sockets_of_one_address_that_have_not_authenticated_are_limited()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { UnauthenticatedPerAddress = 2 });
        using var attached = await host.AttachAsync();
        using var first = await host.ConnectAsync();
        using var second = await host.ConnectAsync();
        await host.SocketsAsync(3);
        using var third = await host.ConnectAsync();
        Assert.Equal(4429, await third.ExpectCloseAsync());
        await host.SocketsAsync(3);
        await first.CloseAsync();
        await host.SocketsAsync(2);
        using var fourth = await host.AttachAsync("bob");
    }

    [Fact]
    public async Task Sockets_of_one_address_are_limited_where_that_is_configured()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { ConnectionsPerAddress = 1 });
        using var attached = await host.AttachAsync();
        using var second = await host.ConnectAsync();
        Assert.Equal(4429, await second.ExpectCloseAsync());
    }

    [Fact]
    public async Task Sockets_of_the_node_are_limited()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { Connections = 1 });
        using var attached = await host.AttachAsync();
        using var second = await host.ConnectAsync();
        Assert.Equal(1013, await second.ExpectCloseAsync());
    }

    [Fact]
    public async Task Authentications_beyond_the_limit_wait_their_turn()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { ConcurrentAuthentications = 1 });
        host.Entities.AnswersAttach = false;
        using var first = await host.ConnectAsync();
        await first.SendAsync(Frames.Auth("alice"));
        var attach = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        using var second = await host.ConnectAsync();
        await second.SendAsync(Frames.Auth("bob"));
        await host.SocketsAsync(2);
        Assert.Single(host.Entities.Commands);
        host.Tell(attach.Connection, new ConnectionMessages.Attached(1, "e", null, 0, 0, 1));
        await first.ExpectAsync("auth_success");
        await host.Entities.ExpectAsync<UserCommands.AttachDevice>(c => c.UserId.Value == "bob");
    }
}
