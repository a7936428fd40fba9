namespace Chat.Domain.Groups;

/// <summary>What a group's entity wants done after a command or a commit.</summary>
public sealed class GroupEffects : EntityEffects<GroupEvent>
{
    /// <summary>The group has entries for live members: it belongs into the node's fan-out queue, once. Set again only after <see cref="Group.NextPortion"/>.</summary>
    public bool HasNews { get; set; }

    /// <summary>To be written to the table of groups; <see cref="Group.Listed"/> says how that went.</summary>
    public GroupListing? Listing { get; set; }

    public override void Clear()
    {
        base.Clear();
        HasNews = false;
        Listing = null;
    }
}
