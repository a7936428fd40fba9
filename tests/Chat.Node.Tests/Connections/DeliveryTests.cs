using System.Text;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Node.Connections;
using Chat.Node.Tests.Connections.Harness;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Connections;

public sealed class DeliveryTests
{
    private static readonly UserId Bob = new("bob");

    [Fact]
    public async Task What_the_entity_pushes_comes_as_frames_in_order()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        host.Tell(socket, Message(1));
        host.Tell(socket, new ConnectionMessages.PushDelivered(2, Bob, [Id(9)], Id(9), 5));
        host.Tell(socket, new ConnectionMessages.PushRead(3, Bob, [Id(9)], Id(9), 5));
        host.Tell(socket, new ConnectionMessages.PushEcho(4, Id(10), Bob, new DeviceId("laptop"), new ClientMessageId("c"), new MessageBody("x", null, null, 0), 5));
        host.Tell(socket, new ConnectionMessages.PushReadEcho(5, Bob, Id(9), 0, 12, new DeviceId("laptop")));
        host.Tell(socket, new ConnectionMessages.PushGap("expired", Id(9)));
        var message = await socket.ExpectAsync("message");
        Assert.Equal(Id(1).ToString(), message.GetProperty("payload").GetProperty("message_id").GetString());
        Assert.Equal(1, message.GetProperty("seq").GetInt64());
        await socket.ExpectAsync("delivery_receipt");
        await socket.ExpectAsync("read_receipt");
        await socket.ExpectAsync("message_echo");
        await socket.ExpectAsync("read_echo");
        await socket.ExpectAsync("sync_gap");
    }

    [Fact]
    public async Task What_follows_a_lost_frame_is_not_passed_on_until_the_connection_has_attached_again()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        var attachedAgain = false;
        host.Entities.Script = command =>
        {
            if (command is not UserCommands.AttachDevice attach) return false;
            attachedAgain = true;
            host.Registry.Deliver(attach.Connection, new ConnectionMessages.Attached(11, "e1", null, 1, 0, 1) { PushedFrom = 1 });
            host.Registry.Deliver(attach.Connection, Message(2) with { Previous = 1 });
            host.Registry.Deliver(attach.Connection, Message(3) with { Previous = 2 });
            return true;
        };
        host.Tell(socket, Message(1));
        host.Tell(socket, Message(3) with { Previous = 2 }); // the second never came
        host.Tell(socket, Message(4) with { Previous = 3 });
        await Eventually.HoldsAsync(
            () =>
            {
                host.Pass(1);
                return attachedAgain;
            }, "it attaches again");
        Assert.Equal(1, (await socket.ExpectAsync("message")).GetProperty("seq").GetInt64());
        Assert.Equal(2, (await socket.ExpectAsync("message")).GetProperty("seq").GetInt64());
        Assert.Equal(3, (await socket.ExpectAsync("message")).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task The_acks_of_a_burst_become_one_command()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.UpgradeAsync();
        await client.WriteAsync([
            .. RawClient.Text(Frames.Auth("alice")), .. RawClient.Text(Frames.DeliveryAck(Id(1).ToString())),
            .. RawClient.Text(Frames.DeliveryAck(Id(2).ToString(), Id(3).ToString())), .. RawClient.Text(Frames.DeliveryAck(Id(4).ToString()))]);
        var ack = await host.Entities.ExpectAsync<UserCommands.AcknowledgeDelivery>();
        Assert.Equal([Id(1), Id(2), Id(3), Id(4)], ack.MessageIds);
        Assert.Null(ack.Position);
    }

    [Fact]
    public async Task With_sync_positions_are_acked_and_the_end_of_the_backlog_is_told()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync(sync: true);
        host.Tell(socket, new ConnectionMessages.CaughtUp(1054));
        var done = await socket.ExpectAsync("sync_done");
        Assert.Equal(1054, done.GetProperty("payload").GetProperty("positions").GetProperty("inbox").GetInt64());
        await socket.SendAsync("""{"type":"delivery_ack","positions":{"inbox":1054,"group_789":88}}""");
        Assert.Equal(1054, (await host.Entities.ExpectAsync<UserCommands.AcknowledgeDelivery>()).Position);
    }

    [Fact]
    public async Task A_receipt_counts_as_shown_when_a_message_behind_it_is_acked()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        host.Tell(socket, Message(1));
        host.Tell(socket, new ConnectionMessages.PushRead(2, Bob, [Id(9)], Id(9), 5));
        host.Tell(socket, Message(3));
        await socket.ExpectAsync("message");
        await socket.ExpectAsync("read_receipt");
        await socket.ExpectAsync("message");
        await Eventually.HoldsAsync(() => host.Entities.Commands.Count == 1, "all is quiet");
        await socket.SendAsync(Frames.DeliveryAck(Id(1).ToString()));
        await host.Entities.ExpectAsync<UserCommands.AcknowledgeDelivery>();
        Assert.Empty(host.Entities.All<UserCommands.ConfirmShown>());
        await socket.SendAsync(Frames.DeliveryAck(Id(3).ToString()));
        Assert.Equal(2, (await host.Entities.ExpectAsync<UserCommands.ConfirmShown>()).Position);
    }

    [Fact]
    public async Task An_echo_counts_as_shown_when_it_is_acked_by_its_id()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        host.Tell(socket, Echo(1));
        host.Tell(socket, Echo(2));
        host.Tell(socket, new ConnectionMessages.PushRead(3, Bob, [Id(9)], Id(9), 5));
        await socket.ExpectAsync("message_echo");
        await socket.ExpectAsync("message_echo");
        await socket.ExpectAsync("read_receipt");
        await socket.SendAsync(Frames.DeliveryAck(Id(12).ToString()));
        Assert.Equal(2, (await host.Entities.ExpectAsync<UserCommands.ConfirmShown>()).Position);
        await socket.SendAsync(Frames.DeliveryAck(Id(11).ToString()));
        await socket.SendAsync(Frames.Heartbeat);
        await socket.ExpectAsync("heartbeat_ack");
        Assert.Single(host.Entities.All<UserCommands.ConfirmShown>());
    }

    [Fact]
    public async Task A_receipt_counts_as_shown_when_a_ping_behind_it_is_answered()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.UpgradeAsync();
        await client.WriteAsync(RawClient.Text(Frames.Auth("alice")));
        var attach = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        Assert.Equal(1, (await client.ReadFrameAsync())!.Value.Opcode);
        host.Tell(attach.Connection, new ConnectionMessages.PushRead(2, Bob, [Id(9)], Id(9), 5));
        Assert.Equal(1, (await client.ReadFrameAsync())!.Value.Opcode);

        var ping = client.ReadFrameAsync();
        while (!ping.IsCompleted)
        {
            host.Pass(0.25);
            await Task.Delay(1);
        }

        Assert.Equal(9, (await ping)!.Value.Opcode);
        await client.WriteAsync(RawClient.Frame(0x8A, [1, 2, 3])); // an answer to nothing
        await client.WriteAsync(RawClient.Text(Frames.Heartbeat));
        Assert.Contains("heartbeat_ack", Encoding.UTF8.GetString((await client.ReadFrameAsync())!.Value.Payload), StringComparison.Ordinal);
        Assert.Empty(host.Entities.All<UserCommands.ConfirmShown>());
        await client.WriteAsync(RawClient.Frame(0x8A, (await ping)!.Value.Payload));
        Assert.Equal(2, (await host.Entities.ExpectAsync<UserCommands.ConfirmShown>()).Position);
    }

    [Fact]
    public async Task A_displaced_session_is_told_by_whom()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        host.Tell(socket, new ConnectionMessages.Close(CloseCode.Displaced, "displaced", "sess_new"));
        var displaced = await socket.ExpectAsync("session_displaced");
        Assert.Equal("sess_new", displaced.GetProperty("payload").GetProperty("by_session_id").GetString());
        Assert.Equal(4409, await socket.ExpectCloseAsync());
        await host.SocketsAsync(0);
        Assert.Empty(host.Entities.All<UserCommands.DetachDevice>());
    }

    [Fact]
    public async Task A_connection_that_is_still_there_says_from_whom_it_takes_the_device_over()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersAttach = false;
        using var socket = await host.ConnectAsync();
        await socket.SendAsync(Frames.Auth("alice"));
        var attach = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        Assert.Equal("", attach.Displaces);
        host.Tell(attach.Connection, new ConnectionMessages.AttachContested("sess_old"));
        var again = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        Assert.Equal((attach.Connection, "sess_old"), (again.Connection, again.Displaces));
    }

    [Fact]
    public async Task A_revoked_device_is_closed_with_4403()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        host.Tell(socket, new ConnectionMessages.Close(CloseCode.Revoked, "revoked", null));
        Assert.Equal(4403, await socket.ExpectCloseAsync());
    }

    [Fact]
    public async Task The_lease_is_renewed_and_a_lost_attachment_made_again_without_a_second_success()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync(sync: true);
        await socket.SendAsync("""{"type":"delivery_ack","positions":{"inbox":7}}""");
        await host.Entities.ExpectAsync<UserCommands.AcknowledgeDelivery>();
        await PassSilentlyAsync(host, socket, 61);
        var renew = await host.Entities.ExpectAsync<UserCommands.RenewAttachment>();
        Assert.Equal((11L, socket.Address), (renew.Incarnation, renew.Connection));

        host.Tell(socket, new ConnectionMessages.AttachmentLost(new UserId("alice"), 12));
        host.Pass(0.5);
        var again = await host.Entities.ExpectAsync<UserCommands.AttachDevice>();
        Assert.Equal((socket.Address, "e1", 7L), (again.Connection, again.Epoch, again.Position));
        await socket.SendAsync(Frames.Heartbeat);
        await socket.ExpectAsync("heartbeat_ack");
    }

    [Fact]
    public async Task When_a_node_has_left_the_lease_and_subscriptions_are_renewed_soon_and_once_more_for_what_went_where_nobody_was()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync(Frames.Subscribe("r1", "bob"));
        await socket.ExpectAsync("ok");
        Answer();
        await socket.ExpectAsync("presence");
        var connection = Assert.Single(host.Registry.Endpoints.OfType<Connection>());
        connection.AskAgainWithin(TimeSpan.FromSeconds(1));
        foreach (var (seconds, renewals) in ((int, int)[])[(2, 1), (7, 2), (20, 2)])
        {
            host.Pass(seconds);
            Answer();
            await socket.SendAsync(Frames.Heartbeat);
            await socket.ExpectAsync("heartbeat_ack");
            await Eventually.HoldsAsync(
                () => host.Entities.All<UserCommands.RenewAttachment>().Count == renewals
                    && host.Entities.All<UserCommands.SubscribePresence>().Count == 1 + renewals,
                $"there are {renewals} renewals");
        }

        void Answer() => host.Tell(socket, new ConnectionMessages.PresenceChanged(new UserId("bob"), true, null));
    }

    [Fact]
    public async Task A_silent_client_is_pinged_and_closed_with_4408()
    {
        await using var host = await EdgeHost.StartAsync();
        using var client = await host.OpenAsync();
        await client.UpgradeAsync();
        await client.WriteAsync(RawClient.Text(Frames.Auth("alice")));
        await client.ReadFrameAsync();
        host.Pass(25.5);
        Assert.Equal(9, (await client.ReadFrameAsync())!.Value.Opcode);
        host.Pass(29);
        Assert.Equal(1, host.Registry.Count);
        host.Pass(1.5);
        Assert.Equal(4408, await client.ReadCloseAsync());
    }

    [Fact]
    public async Task A_client_that_answers_pings_stays()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await PassSilentlyAsync(host, socket, 300);
        await socket.SendAsync(Frames.Heartbeat);
        await socket.ExpectAsync("heartbeat_ack");
    }

    [Fact]
    public async Task Reads_go_to_the_own_entity()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        await socket.SendAsync($$"""{"type":"read_receipt","message_ids":["{{Id(1)}}"],"up_to":"{{Id(2)}}","timestamp":1699189260000}""");
        var read = await host.Entities.ExpectAsync<UserCommands.MarkRead>();
        Assert.Equal(("alice", "phone"), (read.UserId.Value, read.Device.Value));
        Assert.Equal([Id(1), Id(2)], read.MessageIds);
    }

    /// <summary>Lets time pass with a heartbeat now and then, as a client that has nothing to say.</summary>
    private static async Task PassSilentlyAsync(EdgeHost host, TestSocket socket, int seconds)
    {
        for (var passed = 0; passed < seconds; passed += 20)
        {
            host.Pass(20);
            await socket.SendAsync(Frames.Heartbeat);
            await socket.ExpectAsync("heartbeat_ack");
        }
    }

    private static MessageId Id(int counter) => new(1_900_000_000_000_000 + counter, 3, 1);

    private static ConnectionMessages.PushEcho Echo(int position) =>
        new(position, Id(position + 10), Bob, new DeviceId("laptop"), new ClientMessageId("c"), new MessageBody("x", null, null, 0), 5);

    private static ConnectionMessages.PushMessage Message(int position) =>
        new(position, Id(position), Bob, new MessageBody($"message {position}", null, null, 0), 1_893_456_000_000);
}
