using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;

namespace Chat.Domain;

/// <summary>
/// What an entity wants done after a command or a commit, whatever its kind. The actor does it, a test looks at it. One instance is used
/// again and again by its owner.
/// </summary>
public abstract class EntityEffects
{
    public List<(ConnectionAddress To, ConnectionMessage Message)> ToConnections { get; } = [];

    public List<IEntityMessage> ToEntities { get; } = [];

    /// <summary>A bucket of sends to be put into the table of spilled ones; <c>SpillEnded</c> of the entity says how that went (M4).</summary>
    public SpilledBucket? Spill { get; set; }

    /// <summary>Keys to be looked up there; the answer comes back through <c>LookedUp</c> of the entity.</summary>
    public SpilledLookUp? LookUp { get; set; }

    /// <summary>The filters of what it holds are to be read; they come back through <c>FiltersRead</c> of the entity.</summary>
    public bool ReadFilters { get; set; }

    /// <summary>Set when the entity has begun (true) or ceased (false) to owe something for longer than is usual (R5).</summary>
    public bool? Overdue { get; set; }

    public void Tell(ConnectionAddress connection, ConnectionMessage message) => ToConnections.Add((connection, message));

    public void Tell(IEntityMessage command) => ToEntities.Add(command);

    public virtual void Clear()
    {
        ToConnections.Clear();
        ToEntities.Clear();
        Spill = null;
        LookUp = null;
        ReadFilters = false;
        Overdue = null;
    }
}

/// <summary>Likewise, with the events of its kind.</summary>
public abstract class EntityEffects<TEvent> : EntityEffects
{
    /// <summary>To be written as one atomic batch; each comes back through <c>Committed</c> of the entity.</summary>
    public List<TEvent> Events { get; } = [];

    /// <summary>Rows to be read off the entity's thread, from this sequence number; they come back through <c>RowsLoaded</c>.</summary>
    public (long From, int Max)? Load { get; set; }

    /// <summary>
    /// Rows to be put into history, off the entity's thread and never on the way of an ack: those from one number up to another, both included,
    /// but no more than so many. How that went comes back through <c>Recorded</c> of the entity.
    /// </summary>
    public (long From, long UpTo, int Max)? Record { get; set; }

    /// <summary>One of the events claims the entity's numbers for this incarnation (R2).</summary>
    public bool Claims { get; set; }

    public void Persist(TEvent @event) => Events.Add(@event);

    public override void Clear()
    {
        base.Clear();
        Events.Clear();
        Load = null;
        Record = null;
        Claims = false;
    }
}
