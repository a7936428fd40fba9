using System.Net;
using System.Net.Sockets;

namespace Chat.EndToEnd.Tests.Harness;

/// <summary>A port that nobody listens on at the moment: for a seed node, whose address others are told before it runs.</summary>
internal static class FreePort
{
    public static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
