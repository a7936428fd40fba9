using System.Net.WebSockets;
using System.Text;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.BadInput;

/// <summary>Rubbish of every kind, while two others chat: each kind gets its error or close code, and the others notice nothing.</summary>
public sealed class OthersNoticeNothingTests(RunningNode running) : IClassFixture<RunningNode>
{
    private NodeProcess Node => running.Node;

    public static TheoryData<string, string> RefusedFrames => new()
    {
        { "{\"type\":\"message\"", "bad_json" },
        { "[1,2,3]", "bad_json" },
        { "{\"type\":\"no_such_type\"}", "unknown_type" },
        { "{\"type\":\"message\",\"payload\":{\"receiver_id\":\"x\",\"content\":\"y\",\"timestamp\":1}}", "missing_field" },
        { "{\"type\":\"message\",\"client_message_id\":\"c\",\"payload\":{\"receiver_id\":5,\"content\":\"y\",\"timestamp\":1}}", "invalid_value" },
        { "{\"type\":\"read_receipt\",\"message_ids\":[" + string.Join(',', Enumerable.Repeat("\"20241105120000000001\"", 300)) + "],\"timestamp\":1}", "too_many_ids" },
        { "{\"type\":\"message\",\"client_message_id\":\"c\",\"payload\":{\"receiver_id\":\"x\",\"content\":\"" + new string('z', 20_000) + "\",\"timestamp\":1}}", "content_too_large" },
        { "{\"type\":\"delivery_ack\",\"message_id\":\"not an id\",\"timestamp\":1}", "invalid_value" },
        { "{\"type\":\"presence_subscribe\",\"payload\":{\"user_ids\":\"456\"}}", "invalid_value" },
    };

    [Theory]
    [MemberData(nameof(RefusedFrames))]
    public async Task A_bad_frame_gets_its_error_and_the_connection_goes_on(string frame, string code)
    {
        await using var client = await ChatClient.SignInAsync(Node, RunningNode.NewUser("mallory"));
        await client.SendTextAsync(frame);
        Assert.Equal(code, (string?)(await client.ExpectAsync("error"))["payload"]!["code"]);
        await client.SendAsync(new { type = "heartbeat", timestamp = 1 });
        await client.ExpectAsync("heartbeat_ack");
    }

    [Fact]
    public async Task While_others_send_rubbish_two_people_chat_on()
    {
        var (anna, bert) = (RunningNode.NewUser("anna"), RunningNode.NewUser("bert"));
        await using var a = await ChatClient.SignInAsync(Node, anna);
        await using var b = await ChatClient.SignInAsync(Node, bert);
        using var stop = new CancellationTokenSource();
        var rubbish = Task.WhenAll(Enumerable.Range(1, 4).Select(seed => SendRubbishAsync(seed, stop.Token)));
        for (var n = 0; n < 50; n++)
        {
            await a.SendMessageAsync(bert, $"c{n}", $"text {n}");
            await a.ExpectAsync("message_ack", f => (string?)f["client_message_id"] == $"c{n}");
            var message = await b.ExpectAsync("message");
            Assert.Equal($"text {n}", (string?)message["payload"]!["content"]);
            await b.AcknowledgeAsync((string)message["payload"]!["message_id"]!);
        }

        await stop.CancelAsync();
        await rubbish;
        Assert.False(Node.HasExited);
    }

    [Fact]
    public async Task A_binary_frame_closes_with_1003_and_bad_utf8_with_1007()
    {
        await using var binary = await ChatClient.SignInAsync(Node, RunningNode.NewUser("mallory"));
        await binary.SendBytesAsync([1, 2, 3], WebSocketMessageType.Binary);
        await binary.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1003, (int?)binary.CloseCode);

        await using var text = await ChatClient.SignInAsync(Node, RunningNode.NewUser("mallory"));
        await text.SendBytesAsync([.. "{\"type\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        await text.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1007, (int?)text.CloseCode);
    }

    [Fact]
    public async Task A_wrong_token_closes_with_4401_and_silence_before_it_with_4408()
    {
        await using var wrong = await ChatClient.ConnectAsync(Node.WebSocketAddress);
        await wrong.SendAsync(new { type = "auth", payload = new { user_id = "x", auth_token = TestTokens.For("x", key: new string('k', 40)), device_id = "d", platform = "t", app_version = "1" } });
        await wrong.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4401, (int?)wrong.CloseCode);

        await using var silent = await ChatClient.ConnectAsync(Node.WebSocketAddress);
        await silent.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(4408, (int?)silent.CloseCode);
    }

    private async Task SendRubbishAsync(int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        string[] known = ["message", "delivery_ack", "read_receipt", "presence_subscribe", "typing", "auth", "auth_refresh"];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var client = await ChatClient.SignInAsync(Node, RunningNode.NewUser("mallory"));
                for (var i = 0; i < 20 && !stop.IsCancellationRequested && !client.Closed.IsCompleted; i++)
                {
                    var noise = new byte[random.Next(1, 400)];
                    random.NextBytes(noise);
                    var text = random.Next(3) switch
                    {
                        0 => Convert.ToBase64String(noise),
                        1 => "{\"type\":\"" + known[random.Next(known.Length)] + "\",\"payload\":{\"receiver_id\":\"" + Convert.ToBase64String(noise) + "\"}}",
                        _ => "{\"type\":\"" + known[random.Next(known.Length)] + "\",\"message_ids\":[" + random.Next() + "," + new string('[', random.Next(200)),
                    };
                    if (random.Next(10) == 0) await client.SendBytesAsync(noise);
                    else await client.SendBytesAsync(Encoding.UTF8.GetBytes(text));
                }
            }
            catch (Exception e) when (e is WebSocketException or InvalidOperationException or ObjectDisposedException)
            {
                // closed for abuse, which is what it was
            }
        }
    }
}
