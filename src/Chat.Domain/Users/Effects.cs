namespace Chat.Domain.Users;

/// <summary>What a user's entity wants done after a command or a commit.</summary>
public sealed class Effects : EntityEffects<UserEvent>;
