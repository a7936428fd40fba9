using Chat.Actors.Addressing;
using Chat.Node.Configuration;

namespace Chat.Node.Connections;

/// <summary>
/// Lets the sockets of a node that goes out of service leave in order: no new ones, clients told to come back at a random time, unanswered
/// sends answered, then closed with 1012.
/// </summary>
internal sealed partial class ConnectionDrain(
    ConnectionServices services, ConnectionRegistry registry, ConnectionLimits limits, TimeProvider time, Random random,
    ILogger<ConnectionDrain> logger)
{
    // How often it looks whether the last one has gone.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Few clients need not be spread over as long a time as many.</summary>
    private const double ReconnectsPerSecond = 500;

    private static readonly TimeSpan ShortestSpread = TimeSpan.FromSeconds(1);

    /// <summary>For close handshakes: a connection whose client does not answer is cut off after 5 s.</summary>
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(6);

    /// <summary>Completes when all connections have ended, or their time is over.</summary>
    /// <param name="where">Asked for each: the address to come back at, null where it is the same.</param>
    /// <param name="sendsMayEnd">False: entities cannot answer any more, and nothing is waited for.</param>
    /// <param name="stop">The node goes back into service: those who were told to go go, without being waited for.</param>
    public async Task DrainAsync(Func<string?> where, bool sendsMayEnd, CancellationToken stop)
    {
        services.Draining = true;
        var started = time.GetTimestamp();
        var open = Connections().ToList();
        LogDraining(open.Count);
        var spread = Math.Min(
            limits.ReconnectSpread.TotalMilliseconds, Math.Max(ShortestSpread.TotalMilliseconds, 1000 * open.Count / ReconnectsPerSecond));
        foreach (var connection in open)
            connection.Drain((long)(spread * random.NextDouble()), where());

        // A send is answered within its timeout, if only by "unavailable".
        if (sendsMayEnd) await WaitAsync(started, limits.SendTimeout, stop);
        foreach (var connection in Connections())
            connection.EndDrain();
        // What is left then is cut off with the listener.
        await WaitAsync(time.GetTimestamp(), Closing, stop);
        LogDrained(Connections().Count(), (long)time.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>New sockets are taken again.</summary>
    public void Resume() => services.Draining = false;

    private async Task WaitAsync(long since, TimeSpan limit, CancellationToken stop)
    {
        while (Connections().Any() && time.GetElapsedTime(since) < limit)
            await Task.Delay(Look, time, stop);
    }

    private IEnumerable<Connection> Connections() => registry.Endpoints.OfType<Connection>();
}
