using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Node.Configuration;
using Chat.Node.Tests.Connections.Harness;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Connections;

public sealed class SendTests
{
    [Fact]
    public async Task A_send_goes_to_the_recipients_entity_and_its_answer_to_the_client()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.Devices = 2;
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Message("m1"));
        var send = await host.Entities.ExpectAsync<UserCommands.SendMessage>();
        Assert.Equal(("bob", "alice", "phone", "m1", "Hey"),
            (send.UserId.Value, send.Sender.Value, send.SenderDevice.Value, send.ClientMessageId.Value, send.Body.Content));
        Assert.Equal((socket.Address, 1L, 1L, 0L, true), (send.Session, send.N, send.Oldest, send.Floor, send.EchoOwed));
        var ack = await socket.ExpectAsync("message_ack");
        Assert.Equal("m1", ack.GetProperty("client_message_id").GetString());
        Assert.Equal("sent", ack.GetProperty("payload").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Sends_to_one_recipient_are_numbered_without_a_gap_while_any_is_unanswered()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        foreach (var (id, to) in new[] { ("a", "bob"), ("b", "carol"), ("c", "bob"), ("d", "bob") })
            await socket.SendAsync(Frames.Message(id, to));
        await host.Entities.ExpectAsync<UserCommands.SendMessage>(s => s.ClientMessageId.Value == "d");
        var toBob = host.Entities.All<UserCommands.SendMessage>().Where(s => s.UserId.Value == "bob").ToList();
        Assert.Equal([1, 2, 3], toBob.Select(s => s.N));
        Assert.All(toBob, s => Assert.Equal(1, s.Oldest));
    }

    [Fact]
    public async Task After_all_is_answered_the_next_number_is_higher_than_any_before_and_the_oldest()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        foreach (var (id, to) in new[] { ("a", "bob"), ("b", "carol"), ("c", "bob") })
        {
            await socket.SendAsync(Frames.Message(id, to));
            await socket.ExpectAsync("message_ack");
        }

        host.Pass(30); // whatever was kept for busy moments is dropped
        await socket.SendAsync(Frames.Message("d"));
        await socket.ExpectAsync("message_ack");
        var sends = host.Entities.All<UserCommands.SendMessage>();
        Assert.Equal([1, 2, 3, 4], sends.Select(s => s.N));
        Assert.All(sends, s => Assert.Equal(s.N, s.Oldest));
    }

    [Fact]
    public async Task Without_an_answer_all_unanswered_sends_are_repeated_in_order()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Message("a"));
        await socket.SendAsync(Frames.Message("b"));
        await host.Entities.ExpectAsync<UserCommands.SendMessage>(s => s.N == 2);
        host.Pass(2.25);
        Assert.Equal([1, 2, 1, 2], host.Entities.All<UserCommands.SendMessage>().Select(s => s.N));
        host.Pass(2.25);
        Assert.Equal(4, host.Entities.All<UserCommands.SendMessage>().Count); // the pause has grown
        host.Pass(1);
        Assert.Equal(6, host.Entities.All<UserCommands.SendMessage>().Count);
    }

    [Fact]
    public async Task A_recipient_that_does_not_answer_is_unavailable_and_the_oldest_moves_on()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Message("a"));
        await host.Entities.ExpectAsync<UserCommands.SendMessage>();
        host.Pass(8);
        await socket.SendAsync(Frames.Message("b"));
        await host.Entities.ExpectAsync<UserCommands.SendMessage>(s => s is { N: 2, Oldest: 1 });
        host.Pass(1.25);
        var error = await socket.ExpectErrorAsync("unavailable");
        Assert.Equal("a", error.GetProperty("client_message_id").GetString());
        Assert.True(error.GetProperty("payload").GetProperty("retryable").GetBoolean());
        Assert.True(error.GetProperty("payload").GetProperty("retry_after_ms").GetInt64() > 0);
        host.Pass(4);
        await host.Entities.ExpectAsync<UserCommands.SendMessage>(s => s is { N: 2, Oldest: 2 });
    }

    [Fact]
    public async Task What_the_entity_asks_for_again_is_sent_again_once_however_often_it_asks()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        for (var i = 1; i <= 10; i++)
            await socket.SendAsync(Frames.Message($"m{i}"));
        await host.Entities.ExpectAsync<UserCommands.SendMessage>(s => s.N == 10);
        for (var i = 0; i < 8; i++)
            host.Tell(socket, new ConnectionMessages.ResendFrom(EntityAddress.Of(new UserId("bob")), 3));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 3, 4, 5, 6, 7, 8, 9, 10], host.Entities.All<UserCommands.SendMessage>().Select(s => s.N));
        host.Tell(socket, new ConnectionMessages.ResendFrom(EntityAddress.Of(new UserId("bob")), 9)); // progress: another loss
        Assert.Equal(20, host.Entities.All<UserCommands.SendMessage>().Count);
    }

    [Fact]
    public async Task The_same_id_again_while_under_way_is_not_sent_twice_and_both_get_the_answer()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Message("a"));
        await socket.SendAsync(Frames.Message("a"));
        await socket.SendAsync(Frames.Message("a", content: "something else"));
        var error = await socket.ExpectErrorAsync("invalid_value");
        Assert.Equal("a", error.GetProperty("client_message_id").GetString());
        var send = Assert.Single(host.Entities.All<UserCommands.SendMessage>());
        host.Tell(socket, host.Entities.Accept(send));
        var first = await socket.ExpectAsync("message_ack");
        var second = await socket.ExpectAsync("message_ack");
        Assert.Equal(first.GetRawText(), second.GetRawText());
    }

    [Fact]
    public async Task An_answer_to_a_repetition_is_not_told_twice()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Message("a"));
        var send = await host.Entities.ExpectAsync<UserCommands.SendMessage>();
        var accepted = host.Entities.Accept(send);
        host.Tell(socket, accepted);
        host.Tell(socket, accepted);
        await socket.ExpectAsync("message_ack");
        await socket.SendAsync(Frames.Heartbeat);
        await socket.ExpectAsync("heartbeat_ack");
    }

    [Fact]
    public async Task A_refusal_becomes_an_error_with_the_id()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Message("a"));
        var send = await host.Entities.ExpectAsync<UserCommands.SendMessage>();
        host.Tell(socket, new ConnectionMessages.SendRefused(send.Entity, send.N, send.ClientMessageId, ErrorCode.InboxFull, "full", null, 60_000));
        var error = await socket.ExpectErrorAsync("inbox_full");
        Assert.Equal("a", error.GetProperty("client_message_id").GetString());
        Assert.Equal(60_000, error.GetProperty("payload").GetProperty("retry_after_ms").GetInt64());
    }

    [Fact]
    public async Task A_send_sorts_after_the_highest_message_that_the_connection_has_seen()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        var seen = new MessageId(1_950_000_000_000_007, 3, 1);
        host.Tell(socket, new ConnectionMessages.PushMessage(1, seen, new UserId("bob"), new MessageBody("hi", null, null, 0), 1));
        await socket.ExpectAsync("message");
        await socket.SendAsync(Frames.Message("a"));
        Assert.Equal(seen.Stamp, (await host.Entities.ExpectAsync<UserCommands.SendMessage>()).Floor);
    }

    [Fact]
    public async Task With_as_many_unanswered_as_allowed_the_socket_is_not_read()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { InFlight = 4 });
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        for (var i = 1; i <= 6; i++)
            await socket.SendAsync(Frames.Message($"m{i}"));
        await host.Entities.ExpectAsync<UserCommands.SendMessage>(s => s.N == 4);
        // What is read is handled in order, so nothing of the rest shows up before an answer.
        Assert.Equal(4, host.Entities.All<UserCommands.SendMessage>().Count);
        foreach (var send in host.Entities.All<UserCommands.SendMessage>().Take(2))
            host.Tell(socket, host.Entities.Accept(send));
        await host.Entities.ExpectAsync<UserCommands.SendMessage>(s => s.N == 6);
    }

    [Fact]
    public async Task Too_many_sends_are_told_when_to_come_again()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { SendsPerSecond = 1, SendBurst = 2 });
        using var socket = await host.AttachAsync();
        for (var i = 1; i <= 3; i++)
            await socket.SendAsync(Frames.Message($"m{i}"));
        var frames = new[] { await socket.ReceiveAsync(), await socket.ReceiveAsync(), await socket.ReceiveAsync() };
        var error = Assert.Single(frames, f => f.GetProperty("type").GetString() == "error");
        Assert.Equal("m3", error.GetProperty("client_message_id").GetString());
        Assert.Equal(1000, error.GetProperty("payload").GetProperty("retry_after_ms").GetInt64());
        host.Pass(1);
        await socket.SendAsync(Frames.Message("m3"));
        await socket.ExpectAsync("message_ack");
    }
}
