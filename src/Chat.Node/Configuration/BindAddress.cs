using System.Net;

namespace Chat.Node.Configuration;

/// <summary>Addresses that listeners are bound to, as settings write them. <c>*</c> for all is the listener's to understand.</summary>
internal static class BindAddress
{
    /// <returns>Null where the text is neither an IP address nor <c>localhost</c>.</returns>
    public static IPAddress? Of(string host) =>
        host == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(host, out var address) ? address
        : null;
}
