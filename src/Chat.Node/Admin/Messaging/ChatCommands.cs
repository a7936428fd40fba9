using Chat.Node.Admin.Commands;
using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Messaging;

/// <summary>What the palette <c>chat</c> does: each concern in a class of its own.</summary>
internal sealed class ChatCommands(
    NodeFiguresCommand figures, TopCommand top, UserCommand user, DirectoryCommands directory, TraceCommand trace, GroupCommand group, AccessCommands access,
    DrainCommands drain, UpkeepCommands upkeep) : IPalette
{
    public PaletteDefinition Definition => ChatPalette.Definition;

    public Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation) => call.Command.Name switch
    {
        "stats" => figures.RunAsync(call, answer, cancellation),
        "top" => top.RunAsync(call, answer, cancellation),
        "user" => user.RunAsync(call, answer, cancellation),
        "find" => directory.FindAsync(call, answer, cancellation),
        "groups" => directory.GroupsAsync(call, answer, cancellation),
        "trace" => trace.RunAsync(call, answer, cancellation),
        "group" => group.RunAsync(call, answer, cancellation),
        "kick" => access.KickAsync(call, answer, cancellation),
        "revoke" => access.RevokeAsync(call, answer, cancellation),
        "drain" => drain.DrainAsync(call, answer, cancellation),
        "undrain" => drain.UndrainAsync(call, answer, cancellation),
        "cleanup status" => upkeep.CleanupStatusAsync(answer, cancellation),
        "cleanup run" => upkeep.CleanupRunAsync(answer, cancellation),
        "shards rebalance" => upkeep.RebalanceAsync(answer, cancellation),
        _ => upkeep.RebuildAsync(answer, cancellation),
    };
}
