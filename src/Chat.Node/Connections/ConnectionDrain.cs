using Chat.Actors.Addressing;
using Chat.Node.Configuration;

namespace Chat.Node.Connections;

/// <summary>
/// Lets the sockets of a node that goes down leave in order: no new ones, clients told to come back at a random time, unanswered
/// sends answered, then closed with 1012. Done once, whoever asks first; later callers wait for the same.
/// </summary>
internal sealed partial class ConnectionDrain(
    ConnectionServices services, ConnectionRegistry registry, ConnectionLimits limits, TimeProvider time, Random random,
    ILogger<ConnectionDrain> logger)
{
    // How often it looks whether the last one has gone.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly Lock _sync = new();
    private Task? _draining;

    /// <summary>Completes when all connections have ended, or their time is over.</summary>
    public Task DrainAsync(CancellationToken cancellation)
    {
        lock (_sync)
        {
            _draining ??= RunAsync();
            return _draining.WaitAsync(cancellation);
        }
    }

    private async Task RunAsync()
    {
        services.Draining = true;
        var started = time.GetTimestamp();
        var open = Connections().ToList();
        LogDraining(open.Count);
        foreach (var connection in open)
            connection.Drain((long)(limits.ReconnectSpread.TotalMilliseconds * random.NextDouble()));

        // A send is answered within its timeout, if only by "unavailable".
        await WaitAsync(started, limits.SendTimeout);
        foreach (var connection in Connections())
            connection.EndDrain();
        // For close handshakes; what is left then is cut off with the listener.
        await WaitAsync(time.GetTimestamp(), TimeSpan.FromSeconds(6));
        LogDrained(Connections().Count());
    }

    private async Task WaitAsync(long since, TimeSpan limit)
    {
        while (Connections().Any() && time.GetElapsedTime(since) < limit)
            await Task.Delay(Look, time);
    }

    private IEnumerable<Connection> Connections() => registry.Endpoints.OfType<Connection>();
}
