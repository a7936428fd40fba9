using System.Data.Common;
using Chat.Actors.Addressing;
using Chat.Actors.Databases;
using Chat.Domain.Groups;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Groups.Listing;

/// <summary>
/// Has every group write its listing anew, for when the table was lost, restored from another day, or is new. A group that does not hear
/// of it, on its way between nodes, is right again after its next change; running it again does no harm.
/// </summary>
public sealed partial class RebuildGroupListing(IDatabases databases, IEntities entities, TimeProvider time, ILogger<RebuildGroupListing> logger)
{
    private const int PageSize = 500;

    /// <summary>Groups woken per pause: 100 a second, each of which writes its members once.</summary>
    private const int AtOnce = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    /// <returns>How many groups were asked.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var asked = 0;
        foreach (var database in databases.All)
        {
            string? last = null;
            while (await PageAsync(database, last, cancellation) is { Count: > 0 } page)
            {
                foreach (var few in page.Chunk(AtOnce))
                {
                    foreach (var id in few)
                        if (StoredGroups.IdOf(id) is { } group)
                            entities.Tell(new GroupCommands.Relist(group));
                    asked += few.Length;
                    await Task.Delay(Pause, time, cancellation);
                }

                last = page[^1];
            }
        }

        LogAsked(logger, asked);
        return asked;
    }

    /// <summary>A database that is away for a moment must not send the walk back to its beginning.</summary>
    private async Task<IReadOnlyList<string>> PageAsync(IDatabase database, string? after, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await StoredGroups.PageAsync(database, after, PageSize, cancellation);
            }
            catch (DbException e)
            {
                LogWaiting(logger, e, after ?? "the beginning");
                await Task.Delay(Retry, time, cancellation);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Asked {Groups} groups to write their listing anew")]
    private static partial void LogAsked(ILogger logger, int groups);

    [LoggerMessage(2, LogLevel.Warning, "Could not read which groups there are after {Id}; trying again")]
    private static partial void LogWaiting(ILogger logger, Exception cause, string id);
}
