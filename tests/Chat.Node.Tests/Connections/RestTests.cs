using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Node.Configuration;
using Chat.Node.Tests.Connections.Harness;
using Chat.Protocol.Frames;

namespace Chat.Node.Tests.Connections;

public sealed class RestTests
{
    private const string Good = """{"client_message_id":"c1","receiver_id":"bob","content":"Hey","reply_to":null}""";

    [Fact]
    public async Task A_bot_sends_without_a_socket_and_gets_the_same_ack()
    {
        await using var host = await EdgeHost.StartAsync();
        var answer = await PostAsync(host, Good);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var ack = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(35, ack.GetProperty("message_id").GetString()!.Length);
        Assert.Equal("sent", ack.GetProperty("status").GetString());
        Assert.Equal(1_893_456_000_123, ack.GetProperty("timestamp").GetInt64());
        var send = await host.Entities.ExpectAsync<UserCommands.SendMessage>();
        Assert.Equal(("bob", "bot", "rest", "c1", "Hey", 1L, 1L), (send.UserId.Value, send.Sender.Value, send.SenderDevice.Value,
            send.ClientMessageId.Value, send.Body.Content, send.N, send.Oldest));
        Assert.Equal(0, host.Registry.Count);
    }

    [Fact]
    public async Task A_repetition_is_the_same_message_to_the_entity()
    {
        await using var host = await EdgeHost.StartAsync();
        await PostAsync(host, Good);
        host.Pass(60);
        await PostAsync(host, Good);
        var sends = host.Entities.All<UserCommands.SendMessage>();
        Assert.Equal(sends[0].Body, sends[1].Body);
        Assert.NotEqual(sends[0].Session, sends[1].Session);
    }

    [Fact]
    public async Task A_bot_writes_in_a_group_too()
    {
        await using var host = await EdgeHost.StartAsync();
        var answer = await PostAsync(host, """{"client_message_id":"c1","group_id":"group_1","content":"Hey all"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var send = await host.Entities.ExpectAsync<GroupCommands.SendMessage>();
        Assert.Equal(("group_1", "bot", "rest", "c1", "Hey all", 1L, 1L), (send.GroupId.Value, send.Sender.Value, send.SenderDevice.Value,
            send.ClientMessageId.Value, send.Body.Content, send.N, send.Oldest));
    }

    [Theory]
    [InlineData("bot||4000000000000", """{"client_message_id":"c","group_id":"g","receiver_id":"bob","content":"x"}""", 400, "invalid_value", "group_id")]
    [InlineData("bot||4000000000000", """{"client_message_id":"c","group_id":7,"content":"x"}""", 400, "invalid_value", "group_id")]
    [InlineData("", """{"client_message_id":"c"}""", 401, "not_authenticated", null)]
    [InlineData("nonsense", Good, 401, "token_invalid", null)]
    [InlineData("bot||4000000000000", "nonsense", 400, "bad_json", null)]
    [InlineData("bot||4000000000000", "[]", 400, "bad_json", null)]
    [InlineData("bot||4000000000000", """{"receiver_id":"bob","content":"x"}""", 400, "missing_field", "client_message_id")]
    [InlineData("bot||4000000000000", """{"client_message_id":"c","content":"x"}""", 400, "missing_field", "receiver_id")]
    [InlineData("bot||4000000000000", """{"client_message_id":"c","receiver_id":"bob","content":"x","reply_to":"12"}""", 400, "invalid_value", "reply_to")]
    public async Task A_request_that_is_wrong_is_told_where(string token, string body, int status, string code, string? field)
    {
        await using var host = await EdgeHost.StartAsync();
        var answer = await PostAsync(host, body, token);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(field, problem.TryGetProperty("field", out var at) ? at.GetString() : null);
    }

    [Fact]
    public async Task What_the_entity_refuses_is_a_problem_with_the_time_to_wait()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.Script = command =>
        {
            if (command is not UserCommands.SendMessage send)
                return false;
            host.Tell(send.Session, new ConnectionMessages.SendRefused(
                send.Entity, send.N, send.ClientMessageId, ErrorCode.InboxFull, "full", null, 60_000));
            return true;
        };
        var answer = await PostAsync(host, Good);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("inbox_full", problem.GetProperty("code").GetString());
        Assert.Equal(60_000, problem.GetProperty("retry_after_ms").GetInt64());
    }

    [Fact]
    public async Task A_send_without_an_answer_is_repeated_and_then_unavailable()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        var answer = PostAsync(host, Good);
        while (!answer.IsCompleted)
        {
            host.Pass(0.5);
            await Task.Delay(1);
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await answer).StatusCode);
        var sends = host.Entities.All<UserCommands.SendMessage>();
        Assert.True(sends.Count > 2);
        Assert.All(sends, send => Assert.Equal(sends[0], send));
    }

    [Fact]
    public async Task Clients_are_told_where_to_connect()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = new HttpClient { BaseAddress = host.Address };
        var advice = JsonDocument.Parse(await client.GetStringAsync("/api/connect")).RootElement;
        Assert.Equal($"ws://127.0.0.1:{host.Port}/ws", advice.GetProperty("urls")[0].GetString());
        Assert.Equal(25_000, advice.GetProperty("heartbeat_interval_ms").GetInt64());
    }

    [Fact]
    public async Task Sends_have_the_rate_of_a_socket_each_user_his_own()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { SendsPerSecond = 1, SendBurst = 2 });
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Good)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Good)).StatusCode);
        var refused = await PostAsync(host, Good);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Good, "carl||4000000000000")).StatusCode);
        host.Pass(1);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(host, Good)).StatusCode);
    }

    private static async Task<HttpResponseMessage> PostAsync(EdgeHost host, string body, string token = "bot||4000000000000")
    {
        using var client = new HttpClient { BaseAddress = host.Address };
        if (token.Length > 0)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await client.PostAsync("/api/messages", new StringContent(body, Encoding.UTF8, "application/json"));
    }
}
