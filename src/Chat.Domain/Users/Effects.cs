namespace Chat.Domain.Users;

/// <summary>What a user's entity wants done after a command or a commit.</summary>
public sealed class Effects : EntityEffects
{
    /// <summary>To be written as one atomic batch; each comes back through <see cref="User.Committed"/>.</summary>
    public List<UserEvent> Events { get; } = [];

    /// <summary>Rows to be read off the entity's thread, from this sequence number; they come back through <see cref="User.RowsLoaded"/>.</summary>
    public (long From, long To, int Max)? Load { get; set; }

    /// <summary>One of the events claims the entity's numbers for this incarnation (R2).</summary>
    public bool Claims { get; set; }

    public void Persist(UserEvent @event) => Events.Add(@event);

    public override void Clear()
    {
        base.Clear();
        Events.Clear();
        Load = null;
        Claims = false;
    }
}
