namespace Chat.Node.Admin.Commands;

/// <summary>Who runs commands, for the log.</summary>
/// <param name="User">The operating system's user, as the client says; nobody vouches for it.</param>
/// <param name="From">Address of the client.</param>
internal sealed record AdminCaller(string Session, string User, string From);
