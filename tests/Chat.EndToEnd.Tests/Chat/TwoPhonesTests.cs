using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Chat;

/// <summary>A message from one phone to another, over real sockets and through a real process.</summary>
public sealed class TwoPhonesTests(RunningNode running) : IClassFixture<RunningNode>
{
    private NodeProcess Node => running.Node;

    [Fact]
    public async Task A_message_is_acked_delivered_and_read_and_the_sender_learns_of_each()
    {
        var (anna, bert) = (RunningNode.NewUser("anna"), RunningNode.NewUser("bert"));
        await using var a = await ChatClient.SignInAsync(Node, anna);
        await using var b = await ChatClient.SignInAsync(Node, bert);

        await a.SendMessageAsync(bert, "c1", "Hey, are you free tomorrow?");
        var ack = await a.ExpectAsync("message_ack");
        Assert.Equal("c1", (string?)ack["client_message_id"]);
        Assert.Equal("sent", (string?)ack["payload"]!["status"]);
        var id = (string)ack["payload"]!["message_id"]!;

        var message = await b.ExpectAsync("message");
        Assert.Equal(id, (string?)message["payload"]!["message_id"]);
        Assert.Equal(anna, (string?)message["payload"]!["sender_id"]);
        Assert.Equal("Hey, are you free tomorrow?", (string?)message["payload"]!["content"]);
        Assert.Equal("delivered", (string?)message["payload"]!["status"]);

        await b.AcknowledgeAsync(id);
        var delivered = await a.ExpectAsync("delivery_receipt");
        Assert.Contains(id, delivered["payload"]!["message_ids"]!.AsArray().Select(i => (string)i!));

        await b.SendAsync(new { type = "read_receipt", message_ids = new[] { id }, timestamp = 1 });
        var read = await a.ExpectAsync("read_receipt");
        Assert.Equal(bert, (string?)read["payload"]!["read_by"]);
        Assert.Contains(id, read["payload"]!["message_ids"]!.AsArray().Select(i => (string)i!));
    }

    [Fact]
    public async Task A_message_for_someone_away_waits_and_the_receipt_for_a_sender_who_is_away_waits_too()
    {
        var (anna, bert) = (RunningNode.NewUser("anna"), RunningNode.NewUser("bert"));
        string id;
        await using (var a = await ChatClient.SignInAsync(Node, anna))
        {
            await a.SendMessageAsync(bert, "c1", "Call me when you are back.");
            id = (string)(await a.ExpectAsync("message_ack"))["payload"]!["message_id"]!;
            await a.CloseAsync();
        }

        await using (var b = await ChatClient.SignInAsync(Node, bert))
        {
            Assert.Equal(1, (int?)b.AuthSuccess["payload"]!["unread_count"]);
            await b.AcknowledgeAsync((string)(await b.ExpectAsync("message"))["payload"]!["message_id"]!);
            await b.SendAsync(new { type = "read_receipt", message_ids = new[] { id }, timestamp = 1 });
            // The read mark is durable once another session of the same user no longer counts the message.
            await Eventually.HoldsAsync(async () =>
            {
                await using var again = await ChatClient.SignInAsync(Node, bert, "tablet");
                return (int?)again.AuthSuccess["payload"]!["unread_count"] == 0;
            });
        }

        await using var back = await ChatClient.SignInAsync(Node, anna);
        var read = await back.ExpectAsync("read_receipt");
        Assert.Equal(id, (string?)read["payload"]!["message_ids"]![0]);
    }

    [Fact]
    public async Task The_same_client_message_id_is_one_message_however_often_and_from_whichever_connection_it_comes()
    {
        var (anna, bert) = (RunningNode.NewUser("anna"), RunningNode.NewUser("bert"));
        await using var b = await ChatClient.SignInAsync(Node, bert);
        var ids = new HashSet<string>();
        for (var i = 0; i < 3; i++)
        {
            await using var a = await ChatClient.SignInAsync(Node, anna);
            await a.SendMessageAsync(bert, "same", "once");
            await a.SendMessageAsync(bert, "same", "once");
            ids.Add((string)(await a.ExpectAsync("message_ack"))["payload"]!["message_id"]!);
            ids.Add((string)(await a.ExpectAsync("message_ack"))["payload"]!["message_id"]!);
        }

        Assert.Single(ids);
        await using var marker = await ChatClient.SignInAsync(Node, anna);
        await marker.SendMessageAsync(bert, "last", "end");
        Assert.Equal("once", (string?)(await b.ExpectAsync("message"))["payload"]!["content"]);
        Assert.Equal("end", (string?)(await b.ExpectAsync("message"))["payload"]!["content"]);
    }

    [Fact]
    public async Task A_reply_sorts_after_what_it_replies_to()
    {
        var (anna, bert) = (RunningNode.NewUser("anna"), RunningNode.NewUser("bert"));
        await using var a = await ChatClient.SignInAsync(Node, anna);
        await using var b = await ChatClient.SignInAsync(Node, bert);
        var last = "";
        for (var turn = 0; turn < 10; turn++)
        {
            var (from, to, name) = turn % 2 == 0 ? (a, b, bert) : (b, a, anna);
            await from.SendMessageAsync(name, $"turn{turn}", "ping", replyTo: last.Length == 0 ? null : last);
            await from.ExpectAsync("message_ack");
            var id = (string)(await to.ExpectAsync("message"))["payload"]!["message_id"]!;
            Assert.True(string.CompareOrdinal(id, last) > 0, $"{id} after {last}");
            last = id;
        }
    }

    [Fact]
    public async Task A_device_that_comes_back_with_its_position_continues_there_and_is_told_that_nothing_is_missing()
    {
        var (anna, bert) = (RunningNode.NewUser("anna"), RunningNode.NewUser("bert"));
        await using var a = await ChatClient.SignInAsync(Node, anna);
        string epoch;
        long position;
        await using (var b = await ChatClient.SignInAsync(Node, bert, sync: true))
        {
            await a.SendMessageAsync(bert, "c1", "one");
            var message = await b.ExpectAsync("message");
            position = (long)message["seq"]!;
            epoch = (string)b.AuthSuccess["payload"]!["resume"]!["epoch"]!;
            // Stored, not acked: the position that it returns says so.
        }

        await a.SendMessageAsync(bert, "c2", "two");
        await using var back = await ChatClient.SignInAsync(
            Node, bert, sync: true, resume: new { epoch, positions = new Dictionary<string, long> { ["inbox"] = position } });
        Assert.True((bool?)back.AuthSuccess["payload"]!["resume"]!["recovered"]);
        Assert.Equal("two", (string?)(await back.ExpectAsync("message"))["payload"]!["content"]);
        await back.ExpectAsync("sync_done");
    }

    [Fact]
    public async Task The_same_device_connecting_again_displaces_the_older_connection()
    {
        var bert = RunningNode.NewUser("bert");
        await using var first = await ChatClient.SignInAsync(Node, bert);
        await using var second = await ChatClient.SignInAsync(Node, bert);
        var displaced = await first.ExpectAsync("session_displaced");
        Assert.Equal((string?)second.AuthSuccess["payload"]!["session_id"], (string?)displaced["payload"]!["by_session_id"]);
        await first.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4409, (int?)first.CloseCode);
    }

    [Fact]
    public async Task Presence_and_typing_reach_those_who_follow()
    {
        var (anna, bert) = (RunningNode.NewUser("anna"), RunningNode.NewUser("bert"));
        await using var a = await ChatClient.SignInAsync(Node, anna);
        await a.SendAsync(new { type = "presence_subscribe", request_id = "r1", payload = new { user_ids = new[] { bert } } });
        Assert.Equal("r1", (string?)(await a.ExpectAsync("ok"))["request_id"]);
        await a.ExpectAsync("presence", p => (string?)p["payload"]!["users"]![0]!["status"] == "offline");
        await using (var b = await ChatClient.SignInAsync(Node, bert))
        {
            await a.ExpectAsync("presence", p => (string?)p["payload"]!["users"]![0]!["status"] == "online");
            await b.SendAsync(new { type = "typing", payload = new { receiver_id = anna, state = "start" } });
            Assert.Equal(bert, (string?)(await a.ExpectAsync("typing"))["payload"]!["user_id"]);
            await b.CloseAsync();
        }

        var gone = await a.ExpectAsync("presence", p => (string?)p["payload"]!["users"]![0]!["status"] == "offline");
        Assert.True((long?)gone["payload"]!["users"]![0]!["last_seen"] > 0);
    }

    [Fact]
    public async Task A_bot_sends_by_rest_with_the_same_ack_and_the_same_idempotency()
    {
        var (bot, bert) = (RunningNode.NewUser("bot"), RunningNode.NewUser("bert"));
        using var rest = new RestClient(Node).As(TestTokens.For(bot));
        var message = new { client_message_id = "c1", receiver_id = bert, content = "Your parcel is here." };
        var first = await rest.PostAsync("/api/messages", message);
        var second = await rest.PostAsync("/api/messages", message);
        Assert.Equal((string?)first["message_id"], (string?)second["message_id"]);
        await using var b = await ChatClient.SignInAsync(Node, bert);
        Assert.Equal("Your parcel is here.", (string?)(await b.ExpectAsync("message"))["payload"]!["content"]);
    }
}
