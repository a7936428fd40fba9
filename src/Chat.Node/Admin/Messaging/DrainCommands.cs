using Chat.Actors.Nodes;
using Chat.Node.Admin.Commands;
using Chat.Node.Draining;
using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Messaging;

/// <summary><c>chat drain</c> and <c>chat undrain</c>, of this node or another.</summary>
internal sealed class DrainCommands(INodeDrain drain, INodeRegistry registry, AdminNodes nodes)
{
    /// <summary>Longer than a drain takes: the spread of the clients, their last sends, their close handshakes.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public async Task DrainAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var elsewhere = nodes.Other(call.Address("-a"));
        var node = elsewhere?.Address ?? nodes.Cluster.SelfAddress;
        if (elsewhere is not null)
        {
            await nodes.RunOnAsync(elsewhere, call.Has("-f") ? "chat drain --force" : "chat drain", call.Caller, answer, cancellation);
        }
        else
        {
            var before = drain.State;
            if (before == DrainState.Serving && !call.Has("-f") && !OthersServe())
                throw CommandException.Refused($"{node} is the last node in service: without it nobody can connect. With --force it is drained all the same.");
            // It goes on without us: whoever asks with --wait looks at how it ends.
            _ = drain.DrainAsync($"drained by {call.Caller.User}", CancellationToken.None);
            await answer.LineAsync(before == DrainState.Serving ? $"{node} is draining: it takes no new clients, and sends its own away" : $"{node} is {before.ToString().ToLowerInvariant()} already");
        }

        if (call.Has("-w")) await WaitAsync(node, answer, cancellation);
    }

    public async Task UndrainAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        if (nodes.Other(call.Address("-a")) is { } elsewhere)
        {
            await nodes.RunOnAsync(elsewhere, "chat undrain", call.Caller, answer, cancellation);
            return;
        }

        if (drain.State == DrainState.Serving) throw CommandException.Refused($"{nodes.Cluster.SelfAddress} is in service.");
        try
        {
            drain.Undrain();
        }
        catch (InvalidOperationException e)
        {
            throw CommandException.Refused(e.Message);
        }

        await answer.LineAsync($"{nodes.Cluster.SelfAddress} is back in service");
    }

    private bool OthersServe()
    {
        var self = nodes.Cluster.SelfAddress.ToString();
        return registry.Nodes.Any(other => other.Address != self && other is { IsDraining: false, IsLeaving: false });
    }

    private async Task WaitAsync(Akka.Actor.Address node, IAnswer answer, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        int? before = null;
        try
        {
            while (true)
            {
                var figures = (await nodes.FiguresAsync(TimeSpan.Zero, limit.Token)).FirstOrDefault(f => f.Node.Address == node).Figures;
                if (figures is { } known && known.Connections != before)
                {
                    before = known.Connections;
                    await answer.LineAsync(known.Connections == 0 ? $"{node} is drained: no client is left" : $"{Words.Many(known.Connections, "client")} left");
                    if (before == 0) return;
                }

                await Task.Delay(Look, limit.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException(AdminErrors.Failed, $"{Words.Many(before ?? 0, "client")} left after {Limit.TotalSeconds} s.");
        }
    }
}
