using System.Net;

namespace Chat.Bench.Nodes;

/// <summary>One node of a cluster: stopped and started again it is the same node, with the same ports, as in a rolling update.</summary>
internal sealed class NodeProcess(Func<(ChildProcess Process, IPEndPoint EndPoint)> start) : IDisposable
{
    private ChildProcess? _process;

    public required int ManagementPort { get; init; }

    public int Pid => _process?.Id ?? 0;

    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>Returns when it is a member of its cluster and listens.</summary>
    public void Start() => (_process, EndPoint) = start();

    /// <summary>Told to stop, as an operator does; returns when it has ended by itself, or after half a minute is killed.</summary>
    public void Stop()
    {
        _process?.Dispose();
        _process = null;
    }

    public void Dispose() => Stop();
}
