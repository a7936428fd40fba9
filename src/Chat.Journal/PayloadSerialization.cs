using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Akka.Serialization;
using Akka.Util;

namespace Chat.Journal;

/// <summary>Between payloads and the columns message, manifest and identifier, in the way of Akka.Persistence.Sql.</summary>
internal sealed class PayloadSerialization(ExtendedActorSystem system, TimeProvider time)
{
    private readonly Serialization _serialization = system.Serialization;

    /// <exception cref="NotSupportedException">The event is tagged: these tables have no use for tags.</exception>
    public EventRow ToRow(IPersistentRepresentation persistent, string writerUuid)
    {
        if (persistent.Payload is Tagged)
            throw new NotSupportedException($"{persistent.PersistenceId}: this journal keeps no tags.");
        var (bytes, manifest, serializer) = Serialize(persistent.Payload);
        // Akka's base class would have stamped it; the clean-up and the debts of R5 go by it.
        var created = persistent.Timestamp > 0 ? persistent.Timestamp : time.GetUtcNow().UtcDateTime.Ticks;
        return new EventRow(persistent.SequenceNr, bytes, manifest, serializer, created, writerUuid);
    }

    public SnapshotRow ToRow(SnapshotMetadata metadata, object snapshot)
    {
        var (bytes, manifest, serializer) = Serialize(snapshot);
        return new SnapshotRow(metadata.PersistenceId, metadata.SequenceNr, bytes, manifest, serializer, metadata.Timestamp.Ticks);
    }

    public Persistent FromRow(string persistenceId, in EventRow row) => new(
        _serialization.Deserialize(row.Message, row.SerializerId, row.Manifest), row.SequenceNr, persistenceId, row.Manifest,
        isDeleted: false, ActorRefs.NoSender, row.WriterUuid, row.Created);

    public SelectedSnapshot FromRow(SnapshotRow row) => new(
        new SnapshotMetadata(row.PersistenceId, row.SequenceNr, new DateTime(row.Created, DateTimeKind.Utc)),
        _serialization.Deserialize(row.Snapshot, row.SerializerId, row.Manifest));

    private (byte[] Bytes, string Manifest, int Serializer) Serialize(object payload)
    {
        var serializer = _serialization.FindSerializerFor(payload);
        var manifest = serializer switch
        {
            SerializerWithStringManifest named => named.Manifest(payload),
            { IncludeManifest: true } => payload.GetType().TypeQualifiedName(),
            _ => "",
        };
        var bytes = Serialization.WithTransport(system, (serializer, payload), static state => state.serializer.ToBinary(state.payload));
        return (bytes, manifest, serializer.Identifier);
    }
}
