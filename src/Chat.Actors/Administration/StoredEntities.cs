using Akka.Actor;
using Chat.Actors.Databases;
using Chat.Actors.Entities;
using Chat.Actors.Hosting;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Snapshots;
using Chat.Domain.Users;
using Chat.Domain.Users.Snapshots;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot;
using Chat.Protocol.Schema.Snapshot.Groups;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Mapping;

namespace Chat.Actors.Administration;

/// <summary>
/// What the journal says of an entity, read without waking it: its newest snapshot, and the rows since. Of an entity that is awake this may lag behind
/// by what it has not written yet.
/// </summary>
public sealed class StoredEntities(IDatabases databases, IEntityRows rows, ChatActorsOptions options, ActorSystem system)
{
    private const int RowsAtOnce = 500;

    /// <returns>Null where there is nothing of it.</returns>
    public async Task<UserState?> UserAsync(UserId user, CancellationToken cancellation)
    {
        var state = new UserState(user, options.Users);
        await ReadAsync<UserEvent, UserSnapshot>(EntityAddress.Of(user), snapshot => UserSnapshots.Restore(state, snapshot), state.Apply, cancellation);
        return state.IsCreated ? state : null;
    }

    /// <returns>Likewise.</returns>
    public async Task<GroupState?> GroupAsync(GroupId group, CancellationToken cancellation)
    {
        var state = new GroupState(group, options.Groups);
        await ReadAsync<GroupEvent, GroupSnapshot>(EntityAddress.Of(group), snapshot => GroupSnapshots.Restore(state, snapshot), state.Apply, cancellation);
        return state.IsCreated ? state : null;
    }

    /// <summary>The row of a group's log with the message; null where it is not among those of the block.</summary>
    /// <param name="from">Where the rows of the block begin.</param>
    public async Task<GroupEvents.MessageAccepted?> MessageAsync(GroupId group, MessageId message, long from, CancellationToken cancellation)
    {
        var read = await rows.ReadAsync<GroupEvent>(EntityAddress.Of(group), from, RowsAtOnce, cancellation);
        return read.Select(row => row.Event).OfType<GroupEvents.MessageAccepted>().FirstOrDefault(row => row.MessageId == message);
    }

    private async Task ReadAsync<TEvent, TSnapshot>(
        EntityAddress entity, Action<TSnapshot> restore, Action<TEvent, long> apply, CancellationToken cancellation)
        where TEvent : class
        where TSnapshot : class
    {
        var id = entity.PersistenceId;
        var newest = await databases.For(entity.Slot).ReadAsync(
            (connection, token) => connection.GetTable<Snapshot>().Where(s => s.PersistenceId == id).OrderByDescending(s => s.SequenceNumber).FirstOrDefaultAsync(token),
            cancellation);
        if (newest is not null && system.Serialization.Deserialize(newest.Bytes, newest.Serializer, newest.Manifest) is TSnapshot snapshot) restore(snapshot);
        for (var next = (newest?.SequenceNumber ?? 0) + 1; ;)
        {
            var page = await rows.ReadAsync<TEvent>(entity, next, RowsAtOnce, cancellation);
            foreach (var (number, row) in page)
                apply(row, number);
            if (page.Count < RowsAtOnce) return;
            next = page[^1].SequenceNr + 1;
        }
    }

    [Table("snapshot")]
    private sealed class Snapshot
    {
        [Column("persistence_id")] public string PersistenceId { get; init; } = "";
        [Column("sequence_number")] public long SequenceNumber { get; init; }
        [Column("snapshot")] public byte[] Bytes { get; init; } = [];
        [Column("manifest")] public string Manifest { get; init; } = "";
        [Column("serializer_id")] public int Serializer { get; init; }
    }
}
