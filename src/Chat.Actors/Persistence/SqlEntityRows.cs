using Akka.Actor;
using Chat.Actors.Databases;
using Chat.Actors.Entities;
using Chat.Protocol.Entities;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Mapping;

namespace Chat.Actors.Persistence;

/// <summary>Rows of Akka.Persistence.Sql's journal table, read by their index.</summary>
public sealed class SqlEntityRows(IDatabases databases, ExtendedActorSystem system) : IEntityRows
{
    public Task<IReadOnlyList<(long SequenceNr, TEvent Event)>> ReadAsync<TEvent>(
        EntityAddress entity, long from, int max, CancellationToken cancellation)
        where TEvent : class
    {
        var persistenceId = entity.PersistenceId;
        return databases.For(entity.Slot).ReadAsync<IReadOnlyList<(long, TEvent)>>(
            async (connection, token) =>
            {
                var rows = await connection.GetTable<Row>()
                    .Where(r => r.PersistenceId == persistenceId && r.SequenceNumber >= from && !r.Deleted)
                    .OrderBy(r => r.SequenceNumber)
                    .Take(max)
                    .ToListAsync(token);
                return [.. rows.Select(r => (r.SequenceNumber, Event: Deserialize(r) as TEvent)).Where(r => r.Event is not null)!];
            },
            cancellation);
    }

    private object? Deserialize(Row row) =>
        system.Serialization.Deserialize(row.Message, row.Identifier, row.Manifest);

    [Table("journal")]
    private sealed class Row
    {
        [Column("persistence_id")] public string PersistenceId { get; init; } = "";
        [Column("sequence_number")] public long SequenceNumber { get; init; }
        [Column("deleted")] public bool Deleted { get; init; }
        [Column("message")] public byte[] Message { get; init; } = [];
        [Column("identifier")] public int Identifier { get; init; }
        [Column("manifest")] public string Manifest { get; init; } = "";
    }
}
