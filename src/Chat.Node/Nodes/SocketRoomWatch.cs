using Chat.Actors.Nodes;
using Chat.Node.Health;

namespace Chat.Node.Nodes;

/// <summary>Looks every second whether there is room for new sockets, and tells balancers (<c>/health?of=sockets</c>) and the other nodes when that changes.</summary>
internal sealed class SocketRoomWatch(SocketRoom room, IReadiness readiness, NodeRegistry registry, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!room.Look()) continue;
            Tell(ReadinessNames.Full, "nine tenths of the connections that it may have");
            Tell(ReadinessNames.Busy, "sends come faster than they are answered");
            registry.Announce();
        }
    }

    private void Tell(string name, string detail)
    {
        if (room.Refusal == name) readiness.RefuseSockets(name, detail);
        else readiness.Clear(name);
    }
}
