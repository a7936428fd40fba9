using System.Net;
using Chat.Bench.Measurement;

namespace Chat.Bench.Nodes;

/// <summary>What a workload drives, and where its costs can be read. Disposing it stops what was started for it.</summary>
internal sealed class Target(string name, IPEndPoint endPoint, string signingKey) : IDisposable
{
    private readonly IReadOnlyList<IPEndPoint>? _endPoints;
    private int? _serverPid;

    public string Name => name;

    public IPEndPoint EndPoint { get; private set; } = endPoint;

    /// <summary>Of all nodes, where the target is several; clients spread over them at random.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints
    {
        get => _endPoints ?? [EndPoint];
        init => _endPoints = value;
    }

    public string SigningKey => signingKey;

    /// <summary>Null when a foreign node is driven and its process is not known.</summary>
    public int? ServerPid
    {
        get => _serverPid;
        init => _serverPid = value;
    }

    /// <summary>The other nodes' processes: what the server costs is the sum.</summary>
    public IReadOnlyList<int> OtherPids { get; init; } = [];

    /// <summary>The management ports, where the nodes' own counters are read; empty where they are not looked at.</summary>
    public IReadOnlyList<int> ManagementPorts { get; init; } = [];

    /// <summary>Resident memory of all nodes, in bytes; 0 where their processes are not known.</summary>
    public long ResidentBytes => ServerPid is { } pid ? OtherPids.Append(pid).Sum(ProcFs.ResidentBytes) : 0;

    /// <summary>The postmaster; null where the database lives in the server's process.</summary>
    public int? DatabasePid { get; init; }

    public IJournalGauge? Journal { get; init; }

    public Action? Stop { get; init; }

    /// <summary>Stops the process and starts it again on the same data; null where there is none to come back to.</summary>
    public Func<(int Pid, IPEndPoint EndPoint)>? StartAgain { get; init; }

    /// <summary>As an operator restarts a node: it is told to stop and does so in its own time.</summary>
    public void Restart()
    {
        if (StartAgain is null)
            throw new BenchException($"{name} cannot be restarted: it is not ours, or keeps nothing.");
        (_serverPid, EndPoint) = StartAgain();
    }

    public void Dispose() => Stop?.Invoke();
}
