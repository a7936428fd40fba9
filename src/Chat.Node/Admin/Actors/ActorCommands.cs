using Akka.Actor;
using Akka.Cluster;
using Chat.Node.Admin.Commands;
using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Actors;

/// <summary>What the palette <c>actor</c> does.</summary>
internal sealed class ActorCommands(ActorSystem system, ActorTree tree, AdminNodes nodes) : IPalette
{
    private const int DefaultDepth = 4;
    private const int MaxDepth = 16;
    private const int MaxPaths = 4_000;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    public PaletteDefinition Definition => ActorPalette.Definition;

    public Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation) => call.Command.Name switch
    {
        "system" => answer.LineAsync(Cluster.Get(system).SelfAddress.ToString()).AsTask(),
        "hierarchy" => HierarchyAsync(call, answer, cancellation),
        _ => StopAsync(call, answer, cancellation),
    };

    private async Task HierarchyAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var depth = call.Number("-d", 1, MaxDepth, DefaultDepth);
        var (path, elsewhere) = Place(call.Value("-s") ?? "/");
        if (elsewhere is not null)
        {
            await nodes.RunOnAsync(elsewhere, CommandWords.Join(["actor", "hierarchy", "-s", path, "-d", $"{depth}"]), call.Caller, answer, cancellation);
            return;
        }

        var paths = tree.Below(path, depth, MaxPaths) ?? throw CommandException.Refused(ActorText.NotThere(path));
        foreach (var one in paths)
            await answer.LineAsync(one);
        if (paths.Count >= MaxPaths) await answer.LineAsync(ActorText.CutOff(MaxPaths));
    }

    private async Task StopAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var (path, elsewhere) = Place(call.Value("-s")!);
        if (elsewhere is not null)
        {
            string[] words = ["actor", "stop", "-s", path];
            await nodes.RunOnAsync(elsewhere, CommandWords.Join(call.Has("-y") ? [.. words, "-y"] : words), call.Caller, answer, cancellation);
            return;
        }

        if (tree.Find(path) is not { } actor) throw CommandException.Refused(ActorText.NotThere(path));
        if (path.Split('/', StringSplitOptions.RemoveEmptyEntries) is not ["user", _, ..]) throw CommandException.Refused(ActorText.NotOurs(path));
        if (!call.Has("-y")) throw CommandException.Refused(ActorText.WouldStop(path, tree.Below(path, MaxDepth, MaxPaths)!.Count - 1));
        await actor.GracefulStop(StopLimit);
        await answer.LineAsync(ActorText.Stopped(path));
    }

    /// <returns>The path on its node, which is another one where the path says so.</returns>
    private (string Path, Member? Elsewhere) Place(string given)
    {
        if (!ActorPath.TryParse(given, out var path)) return ("/" + given.Trim('/'), null);
        return (path.ToStringWithoutAddress(), path.Address.HasGlobalScope ? nodes.Other(path.Address) : null);
    }
}
