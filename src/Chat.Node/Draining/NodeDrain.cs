using Chat.Actors.Nodes;
using Chat.Node.Connections;
using Chat.Node.Health;
using Chat.Node.Nodes;

namespace Chat.Node.Draining;

internal sealed partial class NodeDrain(
    ConnectionDrain connections, IReadiness readiness, NodeRegistry registry, SocketAdvice advice, IHostApplicationLifetime lifetime,
    ILogger<NodeDrain> logger) : INodeDrain, IDisposable
{
    private readonly Lock _sync = new();
    private volatile DrainState _state;
    private volatile bool _leaving;
    private CancellationTokenSource? _undrained;
    private Task? _running;

    public DrainState State => _state;

    public Task DrainAsync(string reason, CancellationToken cancellation) => BeginAsync(reason, sendsMayEnd: true).WaitAsync(cancellation);

    /// <summary>The node leaves the cluster: there is no way back into service.</summary>
    /// <param name="downed">It has been taken out: entities are out of reach, and clients had better be elsewhere at once.</param>
    public Task LeaveAsync(bool downed)
    {
        _leaving = true;
        return BeginAsync(downed ? "taken out of the cluster" : "leaving the cluster", sendsMayEnd: !downed);
    }

    public void Undrain()
    {
        lock (_sync)
        {
            if (_leaving || lifetime.ApplicationStopping.IsCancellationRequested) throw new InvalidOperationException("The node is stopping.");
            if (_state == DrainState.Serving) return;
            _undrained?.Cancel();
            (_running, _undrained, _state) = (null, null, DrainState.Serving);
            connections.Resume();
            readiness.Clear(ReadinessNames.Draining);
        }

        registry.Announce();
        LogServing();
    }

    public void Dispose() => _undrained?.Dispose();

    private Task BeginAsync(string reason, bool sendsMayEnd)
    {
        lock (_sync)
        {
            if (_running is { } running) return running;
            _undrained = new CancellationTokenSource();
            _state = DrainState.Draining;
            // Balancers and other nodes first: nobody who is told to go is sent here again.
            readiness.Block(ReadinessNames.Draining, reason);
            registry.Announce();
            LogDraining(reason);
            return _running = RunAsync(sendsMayEnd, _undrained.Token);
        }
    }

    private async Task RunAsync(bool sendsMayEnd, CancellationToken undrained)
    {
        try
        {
            await connections.DrainAsync(advice.Elsewhere, sendsMayEnd, undrained);
        }
        catch (OperationCanceledException) when (undrained.IsCancellationRequested)
        {
            return;
        }

        lock (_sync)
            if (!undrained.IsCancellationRequested)
                _state = DrainState.Drained;
        registry.Announce();
    }

    [LoggerMessage(1, LogLevel.Information, "Going out of service: {Reason}")]
    private partial void LogDraining(string reason);

    [LoggerMessage(2, LogLevel.Information, "Back in service")]
    private partial void LogServing();
}
