using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using Akka.Cluster;
using Chat.Node.Configuration;

namespace Chat.Node.Admin;

/// <summary>The sessions of a command host: how many there may be, and what opens one.</summary>
internal sealed partial class AdminSessions(ChatSettings settings, ActorSystem system, ILogger<AdminSessions> logger)
{
    /// <summary>Sessions at a time; likewise clients that have not said their hello.</summary>
    public const int Most = 16;

    private readonly byte[]? _token = settings.Admin.Token.Length > 0 ? Hash(settings.Admin.Token) : null;
    private readonly HashSet<AdminSession> _open = [];

    public string Node { get; } = Cluster.Get(system).SelfAddress.ToString();

    /// <summary>Takes the same time whatever is wrong.</summary>
    public bool IsToken(string? given) => _token is null || CryptographicOperations.FixedTimeEquals(Hash(given ?? ""), _token);

    public bool TryEnter(AdminSession session)
    {
        lock (_open)
            return _open.Count < Most && _open.Add(session);
    }

    public void Leave(AdminSession session)
    {
        lock (_open)
            _open.Remove(session);
    }

    public void Refused(string from, string reason) => LogRefused(from, reason);

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    [LoggerMessage(1, LogLevel.Warning, "Admin: {From} was sent away: {Reason}")]
    private partial void LogRefused(string from, string reason);
}
