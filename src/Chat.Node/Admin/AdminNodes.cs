using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Cluster;
using Chat.Actors.Administration;
using Chat.Node.Admin.Commands;

namespace Chat.Node.Admin;

/// <summary>The way from a command to another node of the cluster: its actor <c>/user/admin</c>.</summary>
internal sealed class AdminNodes(ActorSystem system)
{
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FiguresMargin = TimeSpan.FromSeconds(3);

    public Cluster Cluster { get; } = Cluster.Get(system);

    /// <returns>Null where the address is this node's own, or not given.</returns>
    /// <exception cref="CommandException">It is none of this cluster.</exception>
    public Member? Other(Address? address) =>
        address is null || address == Cluster.SelfAddress ? null : Known(address);

    /// <exception cref="CommandException">It is none of this cluster.</exception>
    public Member Known(Address address) =>
        Cluster.State.Members.FirstOrDefault(m => m.Address == address)
        ?? throw CommandException.Refused($"{address} is no node of this cluster; 'cluster show' lists them.");

    /// <summary>Has the node run a command, and passes its lines on.</summary>
    public async Task RunOnAsync(Member node, string line, AdminCaller caller, IAnswer answer, CancellationToken cancellation)
    {
        var lines = await At(node.Address).Ask<NodeLines>(
            new NodeCommand(line, caller.Session, caller.User, $"{caller.From} by {Cluster.SelfAddress}"), CommandLimit, cancellation);
        for (var i = 0; i < lines.Lines.Length; i++)
            await answer.LineAsync(lines.Lines[i], lines.Data[i].Length > 0 ? JsonNode.Parse(lines.Data[i]) as JsonObject : null);
        if (lines.Error.Length > 0) throw new CommandException(lines.Error, lines.ErrorText);
    }

    /// <returns>In order of address; null for a node that has not answered.</returns>
    public async Task<IReadOnlyList<(Member Node, NodeFigures? Figures)>> FiguresAsync(TimeSpan window, CancellationToken cancellation)
    {
        var members = Cluster.State.Members.OrderBy(m => m.Address.ToString(), StringComparer.Ordinal).ToList();
        return await Task.WhenAll(members.Select(async member => (member, await FiguresOfAsync(member, window, cancellation))));
    }

    private async Task<NodeFigures?> FiguresOfAsync(Member member, TimeSpan window, CancellationToken cancellation)
    {
        try
        {
            return await At(member.Address).Ask<NodeFigures>(new AskFigures((int)window.TotalMilliseconds), window + FiguresMargin, cancellation);
        }
        catch (Exception e) when (e is AskTimeoutException or TimeoutException)
        {
            return null;
        }
    }

    private ActorSelection At(Address node) =>
        node == Cluster.SelfAddress
            ? system.ActorSelection($"/user/{AdminActor.Name}")
            : system.ActorSelection(new RootActorPath(node) / "user" / AdminActor.Name);
}
