using System.Net;
using System.Net.Sockets;

namespace Chat.Deployment.Tests.Balancing;

/// <summary>Addresses and ports on this machine: every address of 127.0.0.0/8 is its own, so nodes may differ by address, as pods do.</summary>
internal static class Loopback
{
    public static IPAddress Address(int node) => new([127, 0, 7, (byte)node]);

    /// <summary>A port that nobody listens on at the moment, at any address.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
