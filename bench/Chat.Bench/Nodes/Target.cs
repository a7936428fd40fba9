using System.Net;
using Chat.Bench.Measurement;

namespace Chat.Bench.Nodes;

/// <summary>What a workload drives, and where its costs can be read. Disposing it stops what was started for it.</summary>
internal sealed class Target(string name, IPEndPoint endPoint, string signingKey) : IDisposable
{
    public string Name => name;

    public IPEndPoint EndPoint => endPoint;

    public string SigningKey => signingKey;

    /// <summary>Null when a foreign node is driven and its process is not known.</summary>
    public int? ServerPid { get; init; }

    /// <summary>The postmaster; null where the database lives in the server's process.</summary>
    public int? DatabasePid { get; init; }

    public IJournalGauge? Journal { get; init; }

    public Action? Stop { get; init; }

    public void Dispose() => Stop?.Invoke();
}
