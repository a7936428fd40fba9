using Akka.Actor;
using Chat.Actors.Databases;
using Chat.Actors.Users;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Mapping;

namespace Chat.Actors.Persistence;

/// <summary>Rows of Akka.Persistence.Sql's journal table, read by their index.</summary>
public sealed class SqlUserRows(IDatabases databases, ExtendedActorSystem system) : IUserRows
{
    public Task<IReadOnlyList<(long SequenceNr, UserEvent Event)>> ReadAsync(
        EntityAddress entity, long from, int max, CancellationToken cancellation)
    {
        var persistenceId = entity.PersistenceId;
        return databases.For(entity.Slot).ReadAsync<IReadOnlyList<(long, UserEvent)>>(
            async (connection, token) =>
            {
                var rows = await connection.GetTable<Row>()
                    .Where(r => r.PersistenceId == persistenceId && r.SequenceNumber >= from && !r.Deleted)
                    .OrderBy(r => r.SequenceNumber)
                    .Take(max)
                    .ToListAsync(token);
                return [.. rows.Select(r => (r.SequenceNumber, Event: Deserialize(r))).Where(r => r.Event is not null)!];
            },
            cancellation);
    }

    private UserEvent? Deserialize(Row row) =>
        system.Serialization.Deserialize(row.Message, row.Identifier, row.Manifest) as UserEvent;

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
