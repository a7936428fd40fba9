using System.Net;
using System.Text;

namespace Chat.Node.Configuration;

/// <summary>Whoever reaches the command host rules the node: beyond this machine only with a token.</summary>
internal static class AdminRules
{
    private const int LeastTokenBytes = 32;

    public static IEnumerable<(string Path, string Text)> MistakesIn(AdminSettings admin)
    {
        if (admin.Port > ushort.MaxValue)
            yield return ("Admin:Port", $"{admin.Port} is not a port; 0 to {ushort.MaxValue}.");
        var bytes = Encoding.UTF8.GetByteCount(admin.Token);
        if (AddressOf(admin.Host) is not { } address)
            yield return ("Admin:Host", $"'{admin.Host}' is not an IP address; use one, 'localhost', or '*' for all.");
        else if (!IPAddress.IsLoopback(address) && bytes == 0)
            yield return ("Admin:Token", $"is empty; a command host that others can reach (Chat__Admin__Host={admin.Host}) needs one of {LeastTokenBytes} bytes or more.");
        if (bytes is > 0 and < LeastTokenBytes)
            yield return ("Admin:Token", $"has {bytes} bytes; it needs at least {LeastTokenBytes}.");
        if (admin.CertificatePassword.Length > 0 && admin.Certificate.Length == 0)
            yield return ("Admin:CertificatePassword", "is set without Chat__Admin__Certificate.");
    }

    /// <returns>Null where it is none.</returns>
    public static IPAddress? AddressOf(string host) => host is "*" or "" ? IPAddress.Any : BindAddress.Of(host);
}
