using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Node.Configuration;
using Chat.Node.Tests.Connections.Harness;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Connections;

public sealed class WritingTests
{
    private static readonly string Long = new('x', 16_000);

    [Fact]
    public async Task A_client_that_does_not_read_is_closed_when_its_outbox_is_full()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { OutboxFrames = 64 });
        using var client = await host.OpenAsync();
        var address = await AttachAsync(host, client);
        // More than the kernel buffers for it; none of it may be held beyond the outbox.
        for (var i = 1; i <= 5_000 && host.Registry.Count == 1; i++)
            host.Tell(address, Message(i));
        host.Pass(6);
        await host.SocketsAsync(0);
        await host.Entities.ExpectAsync<UserCommands.DetachDevice>();
        Assert.True(await client.EndsAsync());
    }

    [Fact]
    public async Task A_client_that_takes_nothing_for_long_is_closed_although_its_outbox_has_room()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { OutboxFrames = 100_000, WriteTimeout = TimeSpan.FromSeconds(10) });
        using var client = await host.OpenAsync();
        var address = await AttachAsync(host, client);
        for (var i = 1; i <= 2_000; i++)
            host.Tell(address, Message(i));
        var gone = host.SocketsAsync(0);
        while (!gone.IsCompleted)
        {
            host.Pass(1);
            await Task.Delay(1);
        }

        await gone;
    }

    [Fact]
    public async Task A_client_that_is_slow_but_reads_gets_everything()
    {
        await using var host = await EdgeHost.StartAsync(new ConnectionLimits { OutboxFrames = 2_000 });
        using var socket = await host.AttachAsync();
        for (var i = 1; i <= 1_500; i++)
            host.Tell(socket, Message(i));
        for (var i = 1; i <= 1_500; i++)
            Assert.Equal(i, (await socket.ExpectAsync("message")).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task Changes_of_presence_that_wait_share_a_frame()
    {
        await using var host = await EdgeHost.StartAsync();
        using var socket = await host.AttachAsync();
        var users = Enumerable.Range(0, 200).Select(i => $"u{i}").ToArray();
        await socket.SendAsync(Frames.Subscribe("r1", users));
        Assert.Equal("r1", (await socket.ExpectAsync("ok")).GetProperty("request_id").GetString());
        foreach (var user in users)
            host.Tell(socket, new ConnectionMessages.PresenceChanged(new UserId(user), true, null));
        var (seen, frames) = (0, 0);
        while (seen < 200)
        {
            seen += (await socket.ExpectAsync("presence")).GetProperty("payload").GetProperty("users").GetArrayLength();
            frames++;
        }

        Assert.True(frames < 200, $"{frames} frames");
    }

    private static async Task<ConnectionAddress> AttachAsync(EdgeHost host, RawClient client)
    {
        client.Socket.ReceiveBufferSize = 4_096;
        await client.UpgradeAsync();
        await client.WriteAsync(RawClient.Text(Frames.Auth("alice")));
        var address = (await host.Entities.ExpectAsync<UserCommands.AttachDevice>()).Connection;
        Assert.Equal(1, (await client.ReadFrameAsync())!.Value.Opcode);
        return address;
    }

    private static ConnectionMessages.PushMessage Message(int position) => new(
        position, new MessageId(1_900_000_000_000_000 + position, 3, 1), new UserId("bob"), new MessageBody(Long, null, null, 0), 1_893_456_000_000);
}
