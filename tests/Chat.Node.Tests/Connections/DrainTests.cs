using Chat.Domain.Users;
using Chat.Node.Connections;
using Chat.Node.Tests.Connections.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Node.Tests.Connections;

public sealed class DrainTests
{
    [Fact]
    public async Task A_drain_lets_sends_end_tells_when_to_come_back_and_closes_with_1012()
    {
        await using var host = await EdgeHost.StartAsync();
        host.Entities.AnswersSends = false;
        using var busy = await host.AttachAsync();
        using var idle = await host.AttachAsync("bob");
        await busy.SendAsync(Frames.Message("a"));
        var send = await host.Entities.ExpectAsync<UserCommands.SendMessage>();
        var drained = host.Services.GetRequiredService<ConnectionDrain>().DrainAsync(() => null, sendsMayEnd: true, CancellationToken.None);

        var reconnect = await idle.ExpectAsync("reconnect");
        Assert.Equal("draining", reconnect.GetProperty("payload").GetProperty("reason").GetString());
        Assert.Equal(1012, await idle.ExpectCloseAsync());

        await busy.ExpectAsync("reconnect");
        await busy.SendAsync(Frames.Message("b"));
        Assert.Equal("b", (await busy.ExpectErrorAsync("unavailable")).GetProperty("client_message_id").GetString());
        host.Tell(busy, host.Entities.Accept(send));
        await busy.ExpectAsync("message_ack");
        Assert.Equal(1012, await busy.ExpectCloseAsync());

        using var late = await host.ConnectAsync();
        Assert.Equal(1012, await late.ExpectCloseAsync());
        while (!drained.IsCompleted)
        {
            host.Pass(0.1);
            await Task.Delay(1);
        }

        Assert.Equal(0, host.Registry.Count);
    }
}
