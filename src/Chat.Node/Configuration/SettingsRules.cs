using System.Text;
using Chat.Node.Tokens;

namespace Chat.Node.Configuration;

/// <summary>What values must hold beyond their type.</summary>
internal static class SettingsRules
{
    /// <summary>Numbers and periods for which 0 means something; all others are above 0.</summary>
    private static readonly HashSet<string> MayBeZero =
        ["Http:Port", "Management:Port", "Admin:Port", "Cluster:Port", "Limits:ConnectionsPerAddress", "Limits:ReconnectSpread", "Users:PresenceGrace"];

    /// <summary>Shorter, and a client that repeats a send after its own reconnect would send it twice.</summary>
    private static readonly TimeSpan LeastDedupWindow = TimeSpan.FromMinutes(1);

    public static IEnumerable<string> MistakesIn(ChatSettings settings) =>
        RangesIn(settings).Concat(DedupWindows(settings)).Concat(Ports(settings)).Concat(Database(settings)).Concat(ClusterRules.MistakesIn(settings)).Concat(DatabaseRules.MistakesIn(settings.Database)).Concat(AdminRules.MistakesIn(settings.Admin)).Concat(Auth(settings.Auth)).Concat(Addresses(settings))
            .Select(mistake => SettingsException.LineOf(mistake.Path, mistake.Text));

    private static IEnumerable<(string Path, string Text)> RangesIn(ChatSettings settings)
    {
        foreach (var key in SettingsKeys.All)
        {
            var least = MayBeZero.Contains(key.Path) ? 0 : 1;
            switch (key.ValueIn(settings))
            {
                case int value when value < least:
                    yield return (key.Path, $"{value} is too small; at least {least}.");
                    break;
                case long value when value < least:
                    yield return (key.Path, $"{value} is too small; at least {least}.");
                    break;
                case TimeSpan value when value < TimeSpan.Zero || (least > 0 && value == TimeSpan.Zero):
                    yield return (key.Path, $"{value:c} is too short; {(least > 0 ? "more than" : "at least")} 00:00:00.");
                    break;
            }
        }
    }

    private static IEnumerable<(string Path, string Text)> DedupWindows(ChatSettings settings)
    {
        foreach (var (path, window) in new[] { ("Users:DedupWindow", settings.Users.DedupWindow), ("Groups:DedupWindow", settings.Groups.DedupWindow) })
            if (window > TimeSpan.Zero && window < LeastDedupWindow)
                yield return (path, $"{window:c} is too short; at least {LeastDedupWindow:c}, and clients rely on a day.");
    }

    private static IEnumerable<(string Path, string Text)> Ports(ChatSettings settings)
    {
        if (settings.Http.Port > ushort.MaxValue)
            yield return ("Http:Port", $"{settings.Http.Port} is not a port; 0 to {ushort.MaxValue}.");
        if (settings.Management.Port > ushort.MaxValue)
            yield return ("Management:Port", $"{settings.Management.Port} is not a port; 0 to {ushort.MaxValue}.");
        if (settings.Cluster.Port > ushort.MaxValue)
            yield return ("Cluster:Port", $"{settings.Cluster.Port} is not a port; 0 to {ushort.MaxValue}.");
        if (settings.Management.Port != 0 && (settings.Management.Port == settings.Http.Port || settings.Management.Port == settings.Cluster.Port))
            yield return ("Management:Port", $"{settings.Management.Port} is also {(settings.Management.Port == settings.Http.Port ? "Chat__Http__Port" : "Chat__Cluster__Port")}; choose another.");
        if (settings.Http.Port == settings.Cluster.Port && settings.Http.Port != 0)
            yield return ("Cluster:Port", $"{settings.Cluster.Port} is also Chat__Http__Port; choose another.");
        if (settings.DataFolder.Trim().Length == 0)
            yield return ("DataFolder", "is empty; name a folder that the node may write to.");
    }

    private static IEnumerable<(string Path, string Text)> Database(ChatSettings settings)
    {
        var postgres = settings.Database.Provider == DatabaseProvider.PostgreSQL;
        if (postgres && settings.Database.ConnectionString.Trim().Length == 0)
            yield return ("Database:ConnectionString", "is empty; PostgreSQL needs one, such as Host=db;Database=chat;Username=chat;Password=….");
        var self = $"@{settings.Cluster.Host}:{settings.Cluster.Port}";
        var why = settings.Cluster.Bootstrap.Discovery.Length > 0 ? "Chat__Cluster__Bootstrap__Discovery"
            : settings.Cluster.SeedNodes.Any(seed => !seed.EndsWith(self, StringComparison.OrdinalIgnoreCase)) ? "Chat__Cluster__SeedNodes" : null;
        if (why is null)
            yield break;
        if (!postgres)
            yield return ("Database:Provider", $"SQLite is for one node; several ({why}) need PostgreSQL.");
        if (settings.Auth.SigningKey.Length == 0)
            yield return ("Auth:SigningKey", $"is empty; several nodes ({why}) must be given the same key.");
    }

    private static IEnumerable<(string Path, string Text)> Auth(AuthSettings auth)
    {
        var bytes = Encoding.UTF8.GetByteCount(auth.SigningKey);
        if (bytes is > 0 and < SigningKey.MinimumBytes)
            yield return ("Auth:SigningKey", $"has {bytes} bytes; HS256 needs at least {SigningKey.MinimumBytes}.");
        if (auth.JwksUri.Length > 0 && !JwksSource.IsTrustworthy(auth.JwksUri))
            yield return ("Auth:JwksUri", $"'{auth.JwksUri}' is not an https address; http is accepted on loopback only.");
        if (auth.JwksUri.Length == 0 && IsHttp(auth.Issuer) && !JwksSource.IsTrustworthy(auth.Issuer))
            yield return ("Auth:Issuer", $"'{auth.Issuer}' is asked for its keys, and so must be https; http is accepted on loopback only.");
        if (auth.RefreshTokenLifetime <= auth.AccessTokenLifetime && auth.AccessTokenLifetime > TimeSpan.Zero)
            yield return ("Auth:RefreshTokenLifetime", $"{auth.RefreshTokenLifetime:c} is not longer than Chat__Auth__AccessTokenLifetime.");
    }

    private static IEnumerable<(string Path, string Text)> Addresses(ChatSettings settings)
    {
        if (settings.Http.PublicUrl is { } url && !IsUrl(url, "ws", "wss", "http", "https"))
            yield return ("Http:PublicUrl", $"'{settings.Http.PublicUrl}' is not an address such as wss://chat.example.org/ws.");
        for (var i = 0; i < settings.Http.AllowedOrigins.Count; i++)
            if (settings.Http.AllowedOrigins[i] is var origin && origin != "*" && !IsOrigin(origin))
                yield return ($"Http:AllowedOrigins:{i}", $"'{origin}' is not an origin such as https://app.example.org, nor *.");
        for (var i = 0; i < settings.Cluster.SeedNodes.Count; i++)
            if (settings.Cluster.SeedNodes[i] is var seed && !IsSeed(seed, settings.Cluster.SystemName))
                yield return ($"Cluster:SeedNodes:{i}", $"'{seed}' is not an address such as akka.tcp://{settings.Cluster.SystemName}@host:4053.");
    }

    internal static bool IsHttp(string text) => IsUrl(text, "http", "https");

    private static bool IsUrl(string text, params string[] schemes) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme) && uri.Host.Length > 0;

    private static bool IsOrigin(string text) => IsHttp(text) && new Uri(text).GetLeftPart(UriPartial.Authority) == text.TrimEnd('/');

    /// <summary>Between <c>akka</c> and <c>tcp</c> stand the transport's adapters: <c>akka.ssl.tcp</c>.</summary>
    private static bool IsSeed(string text, string system) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("akka.", StringComparison.Ordinal) && uri.Scheme.EndsWith(".tcp", StringComparison.Ordinal) && uri.UserInfo == system && uri.Host.Length > 0 && uri.Port > 0;
}
