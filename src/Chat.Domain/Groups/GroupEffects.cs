using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;

namespace Chat.Domain.Groups;

/// <summary>What a group's entity wants done after a command or a commit. As <see cref="Users.Effects"/>, used again and again by its owner.</summary>
public sealed class GroupEffects
{
    /// <summary>To be written as one atomic batch; each comes back through <see cref="Group.Committed"/>.</summary>
    public List<GroupEvent> Events { get; } = [];

    public List<(ConnectionAddress To, ConnectionMessage Message)> ToConnections { get; } = [];

    public List<IEntityMessage> ToEntities { get; } = [];

    /// <summary>The group has entries for live members: it belongs into the node's fan-out queue, once. Set again only after <see cref="Group.NextPortion"/>.</summary>
    public bool HasNews { get; set; }

    /// <summary>Rows to be read off the entity's thread, from this sequence number; they come back through <see cref="Group.RowsLoaded"/>.</summary>
    public (long From, int Max)? Load { get; set; }

    /// <summary>To be written to the table of groups; <see cref="Group.Listed"/> says how that went.</summary>
    public GroupListing? Listing { get; set; }

    /// <summary>Sends to be put into the table of spilled sends; <see cref="Group.SpillEnded"/> says how that went (M4).</summary>
    public SpilledBucket? Spill { get; set; }

    /// <summary>Keys to be looked up there; the answer comes back through <see cref="Group.LookedUp"/>.</summary>
    public IReadOnlyList<UInt128>? LookUp { get; set; }

    /// <summary>Set when the entity has begun (true) or ceased (false) to owe something for longer than is usual (R5).</summary>
    public bool? Overdue { get; set; }

    public void Tell(ConnectionAddress connection, ConnectionMessage message) => ToConnections.Add((connection, message));

    public void Tell(IEntityMessage command) => ToEntities.Add(command);

    public void Persist(GroupEvent @event) => Events.Add(@event);

    public void Clear()
    {
        Events.Clear();
        ToConnections.Clear();
        ToEntities.Clear();
        HasNews = false;
        Load = null;
        Listing = null;
        Spill = null;
        LookUp = null;
        Overdue = null;
    }
}
