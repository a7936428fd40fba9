using Chat.Domain.Users;

namespace Chat.Actors.Hosting;

/// <summary>What the host says about the actor system.</summary>
/// <param name="Host">Address that remoting binds to and other nodes use.</param>
/// <param name="Port">0 takes a free one.</param>
/// <param name="SeedNodes">Empty: the node forms a cluster of its own.</param>
public sealed record ChatActorsOptions(
    string SystemName, string Host, int Port, IReadOnlyList<string> SeedNodes,
    int JournalParallelism, int JournalBatch, UserLimits Users);
