using Chat.Actors.Databases;
using Chat.Actors.History;
using Chat.Protocol.Entities;

namespace Chat.Actors.Tests.Harness;

/// <summary>The table of history, and what a test does before it is written to: wait, or fail.</summary>
internal sealed class FaultyHistory(IHistory table) : IHistory
{
    private int _writes;

    public volatile Func<IReadOnlyList<HistoryPortion>, Task>? Before;

    public int Writes => _writes;

    public async Task<int> WriteAsync(IDatabase database, IReadOnlyList<HistoryPortion> portions, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _writes);
        if (Before is { } before) await before(portions);
        return await table.WriteAsync(database, portions, cancellation);
    }

    public Task<HistoryPage> PageAsync(HistoryQuery query, CancellationToken cancellation) => table.PageAsync(query, cancellation);

    public Task EraseAsync(EntityAddress owner, long upTo, CancellationToken cancellation) => table.EraseAsync(owner, upTo, cancellation);

    public Task<int> ExpireAsync(IDatabase database, long before, int rows, CancellationToken cancellation) => table.ExpireAsync(database, before, rows, cancellation);
}
