using Akka.Configuration;
using Chat.Actors.Cleanup;
using Chat.Actors.History;
using Chat.Domain.Groups;
using Chat.Domain.Users;

namespace Chat.Actors.Hosting;

/// <summary>Who writes the journal's tables; each reads what the other has written.</summary>
public enum JournalKind
{
    /// <summary>Chat.Journal: group commit, and the fence that several nodes need (R2).</summary>
    Chat,

    /// <summary>Akka.Persistence.Sql, for comparison and for a way back.</summary>
    AkkaPersistenceSql,
}

/// <summary>What the host says about the actor system.</summary>
/// <param name="Host">Address that remoting binds to and other nodes use.</param>
/// <param name="Port">0 takes a free one.</param>
/// <param name="SeedNodes">Empty: the node forms a cluster of its own.</param>
public sealed record ChatActorsOptions(
    string SystemName, string Host, int Port, IReadOnlyList<string> SeedNodes,
    JournalKind Journal, int JournalParallelism, int JournalBatch, UserLimits Users)
{
    public GroupLimits Groups { get; init; } = new();

    public HistorySettings History { get; init; } = new();

    public CleanupSettings Cleanup { get; init; } = new();

    /// <summary>Goes before everything that the node sets itself: shorter times and transports that lose what they are told to, in tests.</summary>
    public Config Hocon { get; init; } = Config.Empty;

    /// <summary>The node's own section for its command host, in HOCON.</summary>
    public string AdminHocon { get; init; } = "";
}
