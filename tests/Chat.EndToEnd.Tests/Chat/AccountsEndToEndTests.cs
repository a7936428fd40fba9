using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Chat;

/// <summary>Accounts, and what ends them on sockets that are open.</summary>
public sealed class AccountsEndToEndTests(RunningNode running) : IClassFixture<RunningNode>
{
    private NodeProcess Node => running.Node;

    [Fact]
    public async Task Signing_out_closes_the_device_and_its_token_is_good_for_nothing_any_more()
    {
        using var rest = new RestClient(Node);
        var session = await RegisterAsync(rest);
        await using var socket = await AuthenticateAsync(session);
        await socket.ExpectAsync("auth_success");

        rest.As((string)session["auth_token"]!);
        var (status, _) = await rest.SendAsync(HttpMethod.Post, "/api/auth/logout", new { });
        Assert.Equal(204, status);
        await socket.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1000, (int?)socket.CloseCode);

        await using var again = await AuthenticateAsync(session);
        await again.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains((int?)again.CloseCode, new int?[] { 4401, 4403 });
    }

    [Fact]
    public async Task A_removed_device_is_closed_at_once()
    {
        using var rest = new RestClient(Node);
        var session = await RegisterAsync(rest);
        await using var socket = await AuthenticateAsync(session);
        await socket.ExpectAsync("auth_success");
        rest.As((string)session["auth_token"]!);
        var (_, devices) = await rest.SendAsync(HttpMethod.Get, "/api/devices");
        Assert.True((bool?)devices!["devices"]![0]!["online"]);

        var (status, _) = await rest.SendAsync(HttpMethod.Delete, $"/api/devices/{(string)session["device_id"]!}");
        Assert.Equal(204, status);
        await socket.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4403, (int?)socket.CloseCode);
    }

    [Fact]
    public async Task A_token_that_expires_closes_its_connection_unless_it_is_refreshed_before()
    {
        var (anna, bert) = (RunningNode.NewUser("anna"), RunningNode.NewUser("bert"));
        await using var refreshed = await ConnectAsync(anna, TimeSpan.FromSeconds(4));
        await using var expires = await ConnectAsync(bert, TimeSpan.FromSeconds(4));
        await refreshed.SendAsync(new { type = "auth_refresh", request_id = "r1", payload = new { auth_token = TestTokens.For(anna, "phone") } });
        await refreshed.ExpectAsync("ok");
        await expires.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4402, (int?)expires.CloseCode);

        await refreshed.SendAsync(new { type = "heartbeat", timestamp = 1 });
        await refreshed.ExpectAsync("heartbeat_ack");
    }

    private async Task<ChatClient> ConnectAsync(string user, TimeSpan lifetime)
    {
        var client = await ChatClient.ConnectAsync(Node.WebSocketAddress);
        await client.SendAsync(new { type = "auth", payload = new { user_id = user, auth_token = TestTokens.For(user, "phone", lifetime), device_id = "phone", platform = "test", app_version = "1" } });
        await client.ExpectAsync("auth_success");
        return client;
    }

    private static Task<JsonNode> RegisterAsync(RestClient rest) => rest.PostAsync("/api/auth/register", new
    {
        name = RunningNode.NewUser("u"), password = "correct horse battery", device_id = "laptop", display_name = "Someone",
    });

    private async Task<ChatClient> AuthenticateAsync(JsonNode session)
    {
        var client = await ChatClient.ConnectAsync(Node.WebSocketAddress);
        await client.SendAsync(new
        {
            type = "auth",
            payload = new
            {
                user_id = (string)session["user_id"]!, auth_token = (string)session["auth_token"]!, device_id = (string)session["device_id"]!,
                platform = "test", app_version = "1",
            },
        });
        return client;
    }
}
