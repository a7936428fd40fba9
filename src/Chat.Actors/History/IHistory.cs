using Chat.Actors.Databases;
using Chat.Protocol.Entities;

namespace Chat.Actors.History;

/// <summary>The messages that users have asked the server to keep.</summary>
public interface IHistory
{
    /// <summary>Puts portions into one database, in one transaction. What is there already stays as it is.</summary>
    /// <returns>How many rows are new.</returns>
    Task<int> WriteAsync(IDatabase database, IReadOnlyList<HistoryPortion> portions, CancellationToken cancellation);

    Task<HistoryPage> PageAsync(HistoryQuery query, CancellationToken cancellation);

    /// <summary>Removes what the owner's history holds up to a time (Unix milliseconds).</summary>
    Task EraseAsync(EntityAddress owner, long upTo, CancellationToken cancellation);

    /// <summary>Removes some rows from before a time (Unix milliseconds), whoever owns them.</summary>
    /// <returns>How many; fewer than asked for where there were no more.</returns>
    Task<int> ExpireAsync(IDatabase database, long before, int rows, CancellationToken cancellation);
}
