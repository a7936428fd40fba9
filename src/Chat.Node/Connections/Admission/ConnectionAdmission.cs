using System.Net;
using Chat.Node.Configuration;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections.Admission;

/// <summary>How many sockets the node, and one address, may have open; and how many of those without having authenticated.</summary>
internal sealed class ConnectionAdmission(ConnectionLimits limits)
{
    private readonly Dictionary<IPAddress, Counts> _addresses = [];
    private readonly Lock _sync = new();
    private int _open;

    public int Open => Volatile.Read(ref _open);

    private readonly record struct Counts(int Open, int Unauthenticated)
    {
        public bool IsNone => Open == 0 && Unauthenticated == 0;
    }

    /// <summary>Counts a new socket in, whatever the answer: it is open for as long as it takes to close it.</summary>
    /// <returns>The code to close it with, or null.</returns>
    public CloseCode? Enter(IPAddress address)
    {
        lock (_sync)
        {
            var counts = _addresses.GetValueOrDefault(address);
            CloseCode? refusal =
                _open >= limits.Connections ? CloseCode.Overloaded
                : counts.Unauthenticated >= limits.UnauthenticatedPerAddress ? CloseCode.TooManyConnections
                : limits.ConnectionsPerAddress > 0 && counts.Open >= limits.ConnectionsPerAddress ? CloseCode.TooManyConnections
                : null;
            _open++;
            Set(address, new Counts(counts.Open + Tracked, counts.Unauthenticated + 1));
            return refusal;
        }
    }

    public void Authenticated(IPAddress address)
    {
        lock (_sync)
        {
            var counts = _addresses.GetValueOrDefault(address);
            Set(address, counts with { Unauthenticated = counts.Unauthenticated - 1 });
        }
    }

    public void Leave(IPAddress address, bool authenticated)
    {
        lock (_sync)
        {
            _open--;
            var counts = _addresses.GetValueOrDefault(address);
            Set(address, new Counts(counts.Open - Tracked, counts.Unauthenticated - (authenticated ? 0 : 1)));
        }
    }

    // Without a limit per address, an authenticated socket leaves no entry behind.
    private int Tracked => limits.ConnectionsPerAddress > 0 ? 1 : 0;

    private void Set(IPAddress address, Counts counts)
    {
        if (counts.IsNone)
            _addresses.Remove(address);
        else
            _addresses[address] = counts;
    }
}
