using Chat.Faults.Tests.Processes;
using Chat.Faults.Tests.Running;

namespace Chat.Faults.Tests.Faults;

/// <summary>Carries a schedule out.</summary>
internal sealed class FaultInjector(ClusterUnderTest cluster, Timeline timeline)
{
    /// <summary>From SIGTERM to SIGKILL, as an orchestrator would have it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>From the end of a fault until all nodes are ready: downing, an exit, a start, on a busy machine.</summary>
    private static readonly TimeSpan RecoveryLimit = TimeSpan.FromSeconds(90);

    /// <summary>What the others have decided while a node was out of sight reaches it within this, and it ends.</summary>
    private static readonly TimeSpan UntilPutOut = TimeSpan.FromSeconds(4);

    public async Task RunAsync(IReadOnlyList<Fault> schedule)
    {
        foreach (var fault in schedule)
        {
            await Task.Delay(fault.After);
            timeline.Add($"begins: {fault}");
            await Task.WhenAll(InjectAsync(fault), MeanwhileAsync(fault));
            timeline.Add("is over; waiting until the cluster is whole");
            await cluster.WholeAsync(RecoveryLimit, fault.MayPutOut ? UntilPutOut : TimeSpan.Zero);
            timeline.Add("the cluster is whole");
        }
    }

    private async Task MeanwhileAsync(Fault fault)
    {
        if (fault.Meanwhile is not { } meanwhile) return;
        await Task.Delay(meanwhile.After);
        await RestartDatabaseAsync(meanwhile.Kind);
    }

    private Task InjectAsync(Fault fault) => fault.Kind switch
    {
        FaultKind.Kill => KillAsync(NodeOf(fault), fault.Length),
        FaultKind.Pause => PauseAsync(NodeOf(fault), fault.Length),
        FaultKind.Drain => DrainAsync(NodeOf(fault)),
        FaultKind.Partition => CutAsync(Others(fault.Node).SelectMany(other => new[] { (fault.Node, other), (other, fault.Node) }), fault.Length),
        FaultKind.Mute => CutAsync(Others(fault.Node).Select(other => (fault.Node, other)), fault.Length),
        FaultKind.OneWay => CutAsync([(fault.Other, fault.Node)], fault.Length),
        _ => RestartDatabaseAsync(fault.Kind),
    };

    private static async Task KillAsync(ChatNode node, TimeSpan away)
    {
        await node.KillAsync();
        await Task.Delay(away);
        node.StartAgain();
    }

    private static async Task PauseAsync(ChatNode node, TimeSpan length)
    {
        node.Pause();
        await Task.Delay(length);
        node.Continue();
    }

    private async Task DrainAsync(ChatNode node)
    {
        var code = await node.DrainAsync(Grace);
        timeline.Add(code is null ? $"{node.Name} has not ended within {Grace.TotalSeconds:0} s of SIGTERM and is killed" : $"{node.Name} has ended ({code})");
        node.StartAgain();
        if (code != 0) throw new InvalidOperationException($"{node.Name} was told to stop and ended with {code?.ToString() ?? "SIGKILL"}.");
    }

    private async Task CutAsync(IEnumerable<(int From, int To)> links, TimeSpan length)
    {
        var cut = links.ToList();
        foreach (var (from, to) in cut)
            await cluster.Network.CutAsync(from, to);
        await Task.Delay(length);
        foreach (var (from, to) in cut)
            await cluster.Network.MendAsync(from, to);
    }

    private async Task RestartDatabaseAsync(FaultKind kind)
    {
        timeline.Add(kind == FaultKind.DatabaseFast ? "the database is restarted" : "the database crashes");
        await cluster.Postgres.RestartAsync(kind == FaultKind.DatabaseFast ? Signal.Interrupt : Signal.Quit);
        timeline.Add("the database takes connections again");
    }

    private ChatNode NodeOf(Fault fault) => cluster.Nodes[fault.Node - 1];

    private static IEnumerable<int> Others(int node) => Enumerable.Range(1, ClusterUnderTest.Size).Where(n => n != node);
}
