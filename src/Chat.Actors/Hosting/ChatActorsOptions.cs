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
/// <param name="Host">Address that other nodes use, and that remoting binds to unless there is a <see cref="BindHost"/>.</param>
/// <param name="Port">0 takes a free one.</param>
/// <param name="SeedNodes">Empty: the node forms a cluster of its own, unless it <see cref="FindsOthers"/>.</param>
public sealed record ChatActorsOptions(
    string SystemName, string Host, int Port, IReadOnlyList<string> SeedNodes,
    JournalKind Journal, int JournalParallelism, int JournalBatch, UserLimits Users)
{
    /// <summary>Address that remoting binds to; empty: the host.</summary>
    public string BindHost { get; init; } = "";

    /// <summary>Of <see cref="ChatActorsHosting.EdgeRole"/> and <see cref="ChatActorsHosting.EntityRole"/>.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [ChatActorsHosting.EdgeRole, ChatActorsHosting.EntityRole];

    /// <summary>Something that the host has put into <c>akka.extensions</c> joins a cluster; the node does not join itself.</summary>
    public bool FindsOthers { get; init; }

    /// <summary>What the host adds to Akka's settings.</summary>
    public Config HostHocon { get; init; } = Config.Empty;

    /// <summary>The operator's word: over everything else.</summary>
    public Config OperatorHocon { get; init; } = Config.Empty;

    public bool HasEntities => Roles.Contains(ChatActorsHosting.EntityRole);

    public GroupLimits Groups { get; init; } = new();

    public HistorySettings History { get; init; } = new();

    public CleanupSettings Cleanup { get; init; } = new();
}
