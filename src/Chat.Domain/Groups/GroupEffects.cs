namespace Chat.Domain.Groups;

/// <summary>What a group's entity wants done after a command or a commit.</summary>
public sealed class GroupEffects : EntityEffects
{
    /// <summary>To be written as one atomic batch; each comes back through <see cref="Group.Committed"/>.</summary>
    public List<GroupEvent> Events { get; } = [];

    /// <summary>The group has entries for live members: it belongs into the node's fan-out queue, once. Set again only after <see cref="Group.NextPortion"/>.</summary>
    public bool HasNews { get; set; }

    /// <summary>Rows to be read off the entity's thread, from this sequence number; they come back through <see cref="Group.RowsLoaded"/>.</summary>
    public (long From, int Max)? Load { get; set; }

    /// <summary>To be written to the table of groups; <see cref="Group.Listed"/> says how that went.</summary>
    public GroupListing? Listing { get; set; }

    public void Persist(GroupEvent @event) => Events.Add(@event);

    public override void Clear()
    {
        base.Clear();
        Events.Clear();
        HasNews = false;
        Load = null;
        Listing = null;
    }
}
