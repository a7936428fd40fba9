using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Chat.EndToEnd.Tests.Harness;

/// <summary>Tokens as an application that holds the signing key would mint them; by hand, so that the node's own library is not its own judge.</summary>
internal static class TestTokens
{
    public const string SigningKey = "a-signing-key-for-tests-of-32-bytes-or-more";

    public static string For(string userId, string? device = null, TimeSpan? lifetime = null, string key = SigningKey)
    {
        var now = DateTimeOffset.UtcNow;
        var claims = new Dictionary<string, object>
        {
            ["sub"] = userId,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + (lifetime ?? TimeSpan.FromHours(1))).ToUnixTimeSeconds(),
        };
        if (device is not null) claims["device_id"] = device;
        var head = Encode("""{"alg":"HS256","typ":"JWT"}"""u8);
        var text = head + "." + Encode(JsonSerializer.SerializeToUtf8Bytes(claims));
        return text + "." + Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(text)));
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
