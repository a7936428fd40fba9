namespace Chat.Domain.Users;

/// <summary>What a user's entity wants done after a command or a commit.</summary>
public sealed class Effects : EntityEffects<UserEvent>
{
    /// <summary>What history keeps of the user up to this time (Unix milliseconds) is to be erased; <see cref="User.HistoryErased"/> says how that went.</summary>
    public long? Erase { get; set; }

    public override void Clear()
    {
        base.Clear();
        Erase = null;
    }
}
