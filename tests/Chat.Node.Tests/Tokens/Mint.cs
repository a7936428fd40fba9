using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Chat.Node.Tests.Tokens;

/// <summary>Makes tokens as an application or an issuer outside would.</summary>
internal static class Mint
{
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    public static string Embedded(string key, string user, DateTimeOffset issuedAt, TimeSpan? lifetime = null, params (string Name, object Value)[] more) =>
        Signed(new SigningCredentials(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)), SecurityAlgorithms.HmacSha256), Claims(user, issuedAt, lifetime, more));

    public static string Signed(SigningCredentials credentials, IDictionary<string, object> claims) =>
        Handler.CreateToken(new SecurityTokenDescriptor { Claims = claims, SigningCredentials = credentials });

    public static Dictionary<string, object> Claims(string user, DateTimeOffset issuedAt, TimeSpan? lifetime = null, params (string Name, object Value)[] more)
    {
        var claims = new Dictionary<string, object>
        {
            ["sub"] = user,
            ["iat"] = issuedAt.ToUnixTimeSeconds(),
            ["exp"] = (issuedAt + (lifetime ?? TimeSpan.FromHours(1))).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in more)
            claims[name] = value;
        return claims;
    }

    /// <summary>A token whose header and payload are given as they are, with any signature.</summary>
    public static string Raw(string header, string payload, Func<byte[], byte[]> sign)
    {
        var signed = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}";
        return $"{signed}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}
