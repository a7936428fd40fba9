using Akka.Actor;
using Akka.Cluster;
using Chat.Node.Admin.Commands;
using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Membership;

/// <summary>What the palette <c>cluster</c> does.</summary>
internal sealed class ClusterCommands(ActorSystem system, AdminNodes nodes) : IPalette
{
    private readonly Cluster _cluster = nodes.Cluster;

    public PaletteDefinition Definition => ClusterPalette.Definition;

    public Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation) => call.Command.Name switch
    {
        "show" => ShowAsync(answer),
        "status" => SayAsync(answer, Self()),
        "leader" => answer.LineAsync(_cluster.State.Leader?.ToString() ?? throw CommandException.Failed("No node leads at the moment.")).AsTask(),
        "join" => JoinAsync(call.Address("-a")!, answer),
        "leave" => LeaveAsync(call.Address("-a") ?? _cluster.SelfAddress, answer),
        "down" => DownAsync(call.Address("-a")!, call.Has("-f"), answer),
        "down-unreachable" => DownUnreachableAsync(answer),
        _ => ClusterTail.RunAsync(system, answer, cancellation),
    };

    private async Task ShowAsync(IAnswer answer)
    {
        var members = _cluster.State.Members.OrderBy(m => m.Address.ToString(), StringComparer.Ordinal).ToList();
        foreach (var member in members)
            await SayAsync(answer, member);
        await answer.LineAsync(ClusterText.CountOf(members.Count));
    }

    private Task SayAsync(IAnswer answer, Member member)
    {
        var unreachable = _cluster.State.Unreachable.Contains(member);
        return answer.LineAsync(ClusterText.LineOf(member, unreachable), ClusterText.DataOf(member, unreachable)).AsTask();
    }

    private Member Self() => Find(_cluster.SelfAddress) ?? throw CommandException.Failed("This node is in no cluster (yet).");

    private Member? Find(Address address) => _cluster.State.Members.FirstOrDefault(m => m.Address == address);

    private async Task JoinAsync(Address address, IAnswer answer)
    {
        if (Find(_cluster.SelfAddress) is { } self)
            throw CommandException.Refused(
                $"This node is in a cluster already ({ClusterText.StatusOf(self)}, {_cluster.State.Members.Count} nodes); it has to leave and start anew to join another.");
        if (address == _cluster.SelfAddress) throw CommandException.Refused($"{address} is this node itself.");
        _cluster.Join(address);
        await answer.LineAsync($"{_cluster.SelfAddress} is joining {address}");
    }

    private async Task LeaveAsync(Address address, IAnswer answer)
    {
        var member = nodes.Known(address);
        if (member.Status is not (MemberStatus.Up or MemberStatus.WeaklyUp or MemberStatus.Joining))
            throw CommandException.Refused($"{address} is {ClusterText.StatusOf(member)} already.");
        RefuseLast(member, "stop its process instead");
        _cluster.Leave(address);
        await answer.LineAsync($"{address} is leaving");
    }

    private async Task DownAsync(Address address, bool force, IAnswer answer)
    {
        var member = nodes.Known(address);
        RefuseLast(member, "the cluster would be gone");
        if (!force && !_cluster.State.Unreachable.Contains(member))
            throw CommandException.Refused($"{address} can be reached: 'cluster leave -a {address}' lets it go in order; --force declares it dead all the same.");
        _cluster.Down(address);
        await answer.LineAsync($"{address} is down");
    }

    private async Task DownUnreachableAsync(IAnswer answer)
    {
        var unreachable = _cluster.State.Unreachable.OrderBy(m => m.Address.ToString(), StringComparer.Ordinal).ToList();
        foreach (var member in unreachable)
        {
            _cluster.Down(member.Address);
            await answer.LineAsync($"{member.Address} is down");
        }

        if (unreachable.Count == 0) await answer.LineAsync("All nodes can be reached.");
    }

    private void RefuseLast(Member member, string why)
    {
        var others = _cluster.State.Members.Count(m => m != member && m.Status is (MemberStatus.Up or MemberStatus.WeaklyUp) && !_cluster.State.Unreachable.Contains(m));
        if (others == 0) throw CommandException.Refused($"{member.Address} is the last node that is up; {why}.");
    }
}
