using System.Collections.Concurrent;
using Chat.Actors.Addressing;
using Chat.Actors.Databases;
using Chat.Actors.Debts;
using Chat.Actors.History;
using Chat.Actors.Idempotency;
using Chat.Actors.Persistence;
using Chat.Actors.Entities;
using Chat.Domain;
using Chat.Domain.Connections;
using Chat.Domain.Users;
using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;

namespace Chat.Actors.Tests.Harness;

internal sealed class RecordedConnections : IConnections
{
    private readonly ConcurrentQueue<(ConnectionAddress To, ConnectionMessage Message)> _told = new();

    public IEnumerable<T> Of<T>() => _told.Select(t => t.Message).OfType<T>();

    public IEnumerable<T> Of<T>(ConnectionAddress to) => _told.Where(t => t.To == to).Select(t => t.Message).OfType<T>();

    /// <summary>Where answers go besides, for whoever waits for them.</summary>
    public ConnectionRegistry? Registry { get; set; }

    public void Tell(ConnectionAddress connection, ConnectionMessage message)
    {
        _told.Enqueue((connection, message));
        Registry?.Deliver(connection, message);
    }
}

internal sealed class RecordedEntities : IEntities
{
    public ConcurrentQueue<IEntityMessage> Told { get; } = new();

    public void Tell(IEntityMessage message) => Told.Enqueue(message);
}

internal sealed class CountedNumbers : IEntityNumbers
{
    private long _last;

    public ValueTask<long> NextAsync(CancellationToken cancellation) => new(Interlocked.Increment(ref _last));
}

/// <summary>For tests whose inboxes fit in memory.</summary>
internal sealed class NoRows : IEntityRows
{
    public Task<IReadOnlyList<(long SequenceNr, TEvent Event)>> ReadAsync<TEvent>(
        EntityAddress entity, long from, int max, CancellationToken cancellation)
        where TEvent : class =>
        Task.FromResult<IReadOnlyList<(long SequenceNr, TEvent Event)>>([]);
}

internal sealed class RecordedDebts : IDueDebts
{
    public ConcurrentDictionary<EntityAddress, bool> Noted { get; } = new();

    public Task OweAsync(EntityAddress entity, CancellationToken cancellation)
    {
        Noted[entity] = true;
        return Task.CompletedTask;
    }

    public Task PaidAsync(EntityAddress entity, CancellationToken cancellation)
    {
        Noted[entity] = false;
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<EntityAddress>> ToWakeAsync(IDatabase database, TimeSpan recent, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<EntityAddress>>([.. Noted.Where(n => n.Value).Select(n => n.Key)]);
}

internal sealed class SpilledInMemory : ISpilledSends
{
    public ConcurrentDictionary<(EntityAddress Entity, long UpToRow), SpilledBucket> Buckets { get; } = new();

    public Task SpillAsync(EntityAddress entity, SpilledBucket bucket, long windowStart, CancellationToken cancellation)
    {
        Buckets[(entity, bucket.UpToRow)] = bucket;
        return Task.CompletedTask;
    }

    public Task ForgetAsync(EntityAddress entity, long windowStart, CancellationToken cancellation) => Task.CompletedTask;

    public Task<SpilledFilters> FiltersAsync(EntityAddress entity, long windowStart, int maxBytes, CancellationToken cancellation) =>
        Task.FromResult(new SpilledFilters(
            [.. Buckets.Where(b => b.Key.Entity == entity).Select(b => new SpilledFilter(b.Key.UpToRow, b.Value.NewestAt, b.Value.Filter))], true));

    public Task<IReadOnlyDictionary<UInt128, SendRecord>> FindAsync(EntityAddress entity, SpilledLookUp lookUp, CancellationToken cancellation)
    {
        var found = new Dictionary<UInt128, SendRecord>();
        foreach (var key in lookUp.Keys)
            foreach (var upToRow in lookUp.Buckets)
                if (Buckets.TryGetValue((entity, upToRow), out var bucket) && PackedSends.TryFind(bucket.Sends.Span, key, lookUp.Entity, out var record))
                    found[key] = record;
        return Task.FromResult<IReadOnlyDictionary<UInt128, SendRecord>>(found);
    }
}

/// <summary>Takes nothing: for tests in which nobody keeps history.</summary>
internal sealed class NoHistory : IHistoryWriter
{
    public bool TryRecord(HistoryRequest request) => false;

    public Task EraseAsync(EntityAddress owner, long upTo, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>The system's default plugins for every slot.</summary>
internal sealed class DefaultJournals : IJournals
{
    public JournalIds For(Slot slot) => new("", "");

    public bool Serves(Slot slot) => true;
}
