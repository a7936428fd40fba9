using System.Text;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Node.Configuration;
using Chat.Node.Connections;
using Chat.Node.Tests.Connections.Harness;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Connections;

/// <summary>A connection and the groups of its user: sends go to the group, what happens there comes through the user's entity.</summary>
public sealed class GroupTests
{
    private static readonly GroupId Chess = new("g_chess");
    private static readonly GroupId Go = new("g_go");
    private static readonly UserId Bob = new("bob");

    [Fact]
    public async Task A_group_message_goes_to_the_groups_entity_and_is_acked_like_any_other()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.GroupMessage("m1"));
        var send = await host.Entities.ExpectAsync<GroupCommands.SendMessage>();
        Assert.Equal(("g_chess", "alice", "phone", "m1", "Hey all"),
            (send.GroupId.Value, send.Sender.Value, send.SenderDevice.Value, send.ClientMessageId.Value, send.Body.Content));
        Assert.Equal((socket.Address, 1L, 1L, 0L), (send.Session, send.N, send.Oldest, send.Floor));
        var ack = await socket.ExpectAsync("message_ack");
        Assert.Equal("m1", ack.GetProperty("client_message_id").GetString());
        Assert.Equal("sent", ack.GetProperty("payload").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Users_and_groups_of_the_same_id_are_numbered_apart_and_share_what_may_be_unanswered()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { InFlight = 4 });
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Message("a", "x"));
        await socket.SendAsync(Frames.GroupMessage("b", "x"));
        await socket.SendAsync(Frames.Message("c", "x"));
        await socket.SendAsync(Frames.GroupMessage("d", "x"));
        await socket.SendAsync(Frames.GroupMessage("e", "x")); // not read until something is answered
        var last = await host.Entities.ExpectAsync<GroupCommands.SendMessage>(s => s.ClientMessageId.Value == "d");
        Assert.Equal([(1L, 1L), (2L, 1L)], host.Entities.All<UserCommands.SendMessage>().Select(s => (s.N, s.Oldest)));
        var toGroup = host.Entities.All<GroupCommands.SendMessage>();
        Assert.Equal(2, toGroup.Count);
        Assert.Equal(last.Oldest, toGroup[0].N);
        host.Tell(socket, host.Entities.Accept(toGroup[0]));
        Assert.Equal("b", (await socket.ExpectAsync("message_ack")).GetProperty("client_message_id").GetString());
        await host.Entities.ExpectAsync<GroupCommands.SendMessage>(s => s.ClientMessageId.Value == "e");
    }

    [Fact]
    public async Task The_same_id_to_a_user_and_to_a_group_is_a_conflict()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Message("a", "x", "Hey all"));
        await socket.SendAsync(Frames.GroupMessage("a", "x"));
        await socket.ExpectErrorAsync("invalid_value");
    }

    [Fact]
    public async Task What_a_group_refuses_becomes_an_error_with_the_id_and_what_it_misses_is_sent_again()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.GroupMessage("a"));
        await socket.SendAsync(Frames.GroupMessage("b"));
        await host.Entities.ExpectAsync<GroupCommands.SendMessage>(s => s.N == 2);
        host.Tell(socket, new ConnectionMessages.ResendFrom(EntityAddress.Of(Chess), 1));
        Assert.Equal([1L, 2L, 1L, 2L], host.Entities.All<GroupCommands.SendMessage>().Select(s => s.N));
        host.Tell(socket, new ConnectionMessages.SendRefused(EntityAddress.Of(Chess), 1, new ClientMessageId("a"), ErrorCode.MemberMuted, "muted", null, null));
        Assert.Equal("a", (await socket.ExpectErrorAsync("member_muted")).GetProperty("client_message_id").GetString());
        host.Pass(9.25);
        var late = await socket.ExpectErrorAsync("unavailable");
        Assert.Equal("b", late.GetProperty("client_message_id").GetString());
        Assert.Contains("group", late.GetProperty("payload").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Group_messages_count_like_messages_against_the_rate()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { SendsPerSecond = 1, SendBurst = 2 });
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Message("a"));
        await socket.ExpectAsync("message_ack");
        await socket.SendAsync(Frames.GroupMessage("b"));
        await socket.ExpectAsync("message_ack");
        await socket.SendAsync(Frames.GroupMessage("c"));
        await socket.ExpectErrorAsync("rate_limited");
    }

    [Fact]
    public async Task What_happens_in_groups_comes_as_frames_in_the_order_of_each_group()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        host.Tell(socket, Message(Chess, 5));
        host.Tell(socket, Message(Go, 90));
        host.Tell(socket, Change(Chess, 8)); // what lay between is not for this member
        host.Tell(socket, new ConnectionMessages.PushGroupReceipt(Chess, Id(5), 97, 41, 99, 7));
        host.Tell(socket, new ConnectionMessages.PushGroupGap(Go, 95, "expired"));
        var message = await socket.ExpectAsync("group_message");
        Assert.Equal(("g_chess", 5L), (message.GetProperty("stream").GetString(), message.GetProperty("seq").GetInt64()));
        Assert.Equal(("bob", "hi"), (message.GetProperty("payload").GetProperty("sender_id").GetString(), message.GetProperty("payload").GetProperty("content").GetString()));
        Assert.Equal("g_go", (await socket.ExpectAsync("group_message")).GetProperty("stream").GetString());
        var change = await socket.ExpectAsync("group_event");
        Assert.Equal(("member_added", 8L), (change.GetProperty("payload").GetProperty("event").GetString(), change.GetProperty("seq").GetInt64()));
        Assert.Equal(97, (await socket.ExpectAsync("group_receipt")).GetProperty("payload").GetProperty("delivered_count").GetInt32());
        var gap = await socket.ExpectAsync("sync_gap");
        Assert.Equal(("g_go", 95L), (gap.GetProperty("payload").GetProperty("conversation_id").GetString(), gap.GetProperty("seq").GetInt64()));
    }

    [Fact]
    public async Task What_follows_a_lost_frame_is_not_passed_on_whichever_stream_it_is_of()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync(sync: true);
        var attachedAgain = false;
        host.Entities.Script = command =>
        {
            if (command is not UserCommands.AttachDevice attach) return false;
            host.Registry.Deliver(attach.Connection, new ConnectionMessages.Attached(11, "e1", null, 0, 0, 1) { PushedFrom = 40 });
            host.Registry.Deliver(attach.Connection, Message(Go, 2) with { Previous = 40 });
            host.Registry.Deliver(attach.Connection, Message(Chess, 3) with { Previous = 41 });
            return attachedAgain = true;
        };
        host.Tell(socket, Message(Go, 1));
        await socket.ExpectAsync("group_message");
        host.Tell(socket, Message(Chess, 3) with { Previous = 2 }); // one of another group never came, and acks are cumulative
        host.Tell(socket, Message(Chess, 4) with { Previous = 3 });
        await Eventually.HoldsAsync(() =>
        {
            host.Pass(0.5);
            return attachedAgain;
        }, "it attaches again");
        Assert.Equal("g_go", (await socket.ExpectAsync("group_message")).GetProperty("stream").GetString());
        Assert.Equal(3, (await socket.ExpectAsync("group_message")).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task The_end_of_the_backlog_is_told_of_all_streams()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync(sync: true);
        host.Tell(socket, new ConnectionMessages.CaughtUp(1054) { Groups = [new GroupPosition(Chess, 88), new GroupPosition(Go, 3)] });
        var positions = (await socket.ExpectAsync("sync_done")).GetProperty("payload").GetProperty("positions");
        Assert.Equal("""{"inbox":1054,"g_chess":88,"g_go":3}""", positions.GetRawText());
    }

    [Fact]
    public async Task Positions_of_groups_are_resumed_from_once_and_acked_stream_by_stream()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Frames.Auth("alice", sync: true, epoch: "e1", position: 7, groups: [("g_chess", 88), ("g_go", 3)]));
        var attach = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        Assert.Equal(7, attach.Position);
        Assert.Equal([new(Chess, 88), new(Go, 3)], attach.Groups);
        await socket.ExpectAsync("auth_success");

        await socket.SendAsync("""{"type":"delivery_ack","positions":{"inbox":9,"g_chess":90}}""");
        var ack = await host.Entities.ExpectAsync<UserCommands.AcknowledgeDelivery>();
        Assert.Equal(9, ack.Position);
        Assert.Equal([new GroupPosition(Chess, 90)], ack.Groups);
        await socket.SendAsync("""{"type":"delivery_ack","positions":{"g_go":4}}""");
        ack = await host.Entities.ExpectAsync<UserCommands.AcknowledgeDelivery>();
        Assert.Null(ack.Position);
        Assert.Equal([new GroupPosition(Go, 4)], ack.Groups);

        host.Tell(attach.Connection, new ConnectionMessages.AttachmentLost(new UserId("alice"), 11));
        await Eventually.HoldsAsync(() =>
        {
            host.Pass(0.5);
            return host.Entities.All<UserCommands.AttachDevice>().Count == 2;
        }, "it attaches again");
        Assert.Empty(host.Entities.All<UserCommands.AttachDevice>()[1].Groups);
    }

    [Fact]
    public async Task Positions_of_groups_are_resumed_from_by_a_device_that_has_never_got_anything_in_its_inbox()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Frames.Auth("alice", sync: true, epoch: "e1", groups: [("g_chess", 88)]));
        var attach = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        Assert.Equal(("e1", (long?)null), (attach.Epoch, attach.Position));
        Assert.Equal([new(Chess, 88)], attach.Groups);
    }

    [Fact]
    public async Task The_acks_of_a_burst_in_several_groups_become_one_command()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.UpgradeAsync();
        await client.WriteAsync([
            .. RawClient.Text(Frames.Auth("alice", sync: true)), .. RawClient.Text("""{"type":"delivery_ack","positions":{"g_chess":5,"g_go":1}}"""),
            .. RawClient.Text("""{"type":"delivery_ack","positions":{"g_chess":4}}"""), .. RawClient.Text(Frames.DeliveryAck(Id(1).ToString()))]);
        var ack = await host.Entities.ExpectAsync<UserCommands.AcknowledgeDelivery>();
        Assert.Equal([Id(1)], ack.MessageIds);
        Assert.Equal([new(Chess, 5), new(Go, 1)], ack.Groups);
    }

    [Fact]
    public async Task Without_sync_messages_of_groups_are_acked_by_id_and_changes_by_an_answered_ping()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.UpgradeAsync();
        await client.WriteAsync(RawClient.Text(Frames.Auth("alice")));
        var attach = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        Assert.Equal(1, (await client.ReadFrameAsync())!.Value.Opcode);
        host.Tell(attach.Connection, Message(Chess, 1));
        host.Tell(attach.Connection, Change(Chess, 2));
        Assert.Equal(1, (await client.ReadFrameAsync())!.Value.Opcode);
        Assert.Equal(1, (await client.ReadFrameAsync())!.Value.Opcode);
        await client.WriteAsync(RawClient.Text(Frames.DeliveryAck(Id(1).ToString())));
        Assert.Equal([Id(1)], (await host.Entities.ExpectAsync<UserCommands.AcknowledgeDelivery>()).MessageIds);

        var ping = client.ReadFrameAsync();
        while (!ping.IsCompleted)
        {
            host.Pass(0.25);
            await Task.Delay(1);
        }

        Assert.Equal(9, (await ping)!.Value.Opcode);
        host.Tell(attach.Connection, Change(Chess, 3)); // behind the ping
        Assert.Contains("group_event", Encoding.UTF8.GetString((await client.ReadFrameAsync())!.Value.Payload), StringComparison.Ordinal);
        await client.WriteAsync(RawClient.Frame(0x8A, (await ping)!.Value.Payload));
        var shown = await host.Entities.ExpectAsync<UserCommands.ConfirmShown>();
        Assert.Equal(0, shown.Position);
        Assert.Equal([new GroupPosition(Chess, 2)], shown.Groups);
    }

    [Fact]
    public async Task A_send_sorts_after_what_the_connection_has_seen_in_groups()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        host.Tell(socket, Message(Chess, 7));
        await socket.ExpectAsync("group_message");
        await socket.SendAsync(Frames.GroupMessage("a", "g_go"));
        Assert.Equal(Id(7).Stamp, (await host.Entities.ExpectAsync<GroupCommands.SendMessage>()).Floor);
    }

    [Fact]
    public async Task A_drain_waits_for_the_answers_of_groups_too()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.GroupMessage("a"));
        var send = await host.Entities.ExpectAsync<GroupCommands.SendMessage>();
        var connection = host.Registry.Endpoints.OfType<Connection>().Single();
        connection.Drain(100, null);
        await socket.ExpectAsync("reconnect");
        await socket.SendAsync(Frames.GroupMessage("b"));
        Assert.Equal("b", (await socket.ExpectErrorAsync("unavailable")).GetProperty("client_message_id").GetString());
        host.Tell(socket, host.Entities.Accept(send));
        await socket.ExpectAsync("message_ack");
        Assert.Equal(1012, await socket.ExpectCloseAsync());
    }

    private static MessageId Id(long position) => new(1_950_000_000_000_000 + position, 9, 1);

    private static ConnectionMessages.PushGroupEntry Message(GroupId group, long position) =>
        new(group, new GroupMessage(position, 5, Id(position), Bob, new DeviceId("phone"), new MessageBody("hi", null, null, 0)));

    private static ConnectionMessages.PushGroupEntry Change(GroupId group, long position) =>
        new(group, new GroupChange(position, 5, GroupChangeKind.MemberAdded, 3, Bob, [new UserId("cy")], GroupRole.Member, null, null));
}
