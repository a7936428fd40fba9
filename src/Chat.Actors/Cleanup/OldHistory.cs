using Chat.Actors.Databases;
using Chat.Actors.History;

namespace Chat.Actors.Cleanup;

/// <summary>Rows of history that are older than its retention, some at a time.</summary>
internal sealed class OldHistory(IHistory history, TimeSpan retention, TimeProvider time)
{
    /// <returns>How many have gone; fewer than asked for where there were no more.</returns>
    public Task<int> ExpireAsync(IDatabase database, int rows, CancellationToken cancellation) =>
        history.ExpireAsync(database, (time.GetUtcNow() - retention).ToUnixTimeMilliseconds(), rows, cancellation);
}
