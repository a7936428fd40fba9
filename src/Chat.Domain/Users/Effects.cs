using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;

namespace Chat.Domain.Users;

/// <summary>
/// What a user's entity wants done after a command or a commit. The actor does it, a test looks at it. One instance is used again
/// and again by its owner.
/// </summary>
public sealed class Effects
{
    /// <summary>To be written as one atomic batch; each comes back through <see cref="User.Committed"/>.</summary>
    public List<UserEvent> Events { get; } = [];

    public List<(ConnectionAddress To, ConnectionMessage Message)> ToConnections { get; } = [];

    public List<IEntityMessage> ToEntities { get; } = [];

    /// <summary>Rows to be read off the entity's thread, from this sequence number; they come back through <see cref="User.RowsLoaded"/>.</summary>
    public (long From, long To, int Max)? Load { get; set; }

    /// <summary>Sends to be put into the table of spilled sends; <see cref="User.SpillEnded"/> says how that went (M4).</summary>
    public SpilledBucket? Spill { get; set; }

    /// <summary>Keys to be looked up there; the answer comes back through <see cref="User.LookedUp"/>.</summary>
    public IReadOnlyList<UInt128>? LookUp { get; set; }

    /// <summary>Set when the entity has begun (true) or ceased (false) to owe something for longer than is usual (R5).</summary>
    public bool? Overdue { get; set; }

    public void Tell(ConnectionAddress connection, ConnectionMessage message) => ToConnections.Add((connection, message));

    public void Tell(IEntityMessage command) => ToEntities.Add(command);

    public void Persist(UserEvent @event) => Events.Add(@event);

    public void Clear()
    {
        Events.Clear();
        ToConnections.Clear();
        ToEntities.Clear();
        Load = null;
        Overdue = null;
        Spill = null;
        LookUp = null;
    }
}
