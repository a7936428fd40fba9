using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Commands;

/// <summary>Why a command was not done, for the one who has asked for it.</summary>
/// <param name="kind">One of <see cref="AdminErrors"/>.</param>
internal sealed class CommandException(string kind, string message) : Exception(message)
{
    public string Kind { get; } = kind;

    public static CommandException Refused(string message) => new(AdminErrors.Refused, message);

    public static CommandException Failed(string message) => new(AdminErrors.Failed, message);
}
