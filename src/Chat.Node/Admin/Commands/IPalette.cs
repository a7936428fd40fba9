using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Commands;

/// <summary>A family of commands: what there is, and what it does.</summary>
internal interface IPalette
{
    PaletteDefinition Definition { get; }

    /// <exception cref="CommandException">It is not done, and why.</exception>
    Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation);
}
