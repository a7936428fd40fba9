using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Chat.Bench.Client;

/// <summary>
/// HS256 tokens as the embedded issuer signs them. Written out by hand because ten thousand of them are wanted in a few milliseconds,
/// on the cores that the server is about to need.
/// </summary>
internal static class AuthToken
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    public static string Mint(byte[] key, string userId, TimeSpan life)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        // Issued a little in the past: a server with a strict clock must not refuse it.
        var claims = $$"""{"sub":"{{userId}}","iat":{{now - 5}},"exp":{{now + (long)life.TotalSeconds}}}""";
        var signed = $"{Header}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(signed)))}";
    }
}
