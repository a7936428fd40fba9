using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>Several pairs at once.</summary>
/// <param name="each">Messages of each pair that are acked before a kill.</param>
internal class KilledPairs(string name, int pairs, int window, int each) : KilledTraffic
{
    protected List<PairTraffic> Pairs { get; } = [.. Enumerable.Range(1, pairs).Select(i => new PairTraffic($"{name}{i}", window))];

    public override int Acked => Pairs.Sum(p => p.Acked);

    public override int BeforeKill => Pairs.Count * each;

    public override Task DriveAsync(NodeProcess node, CancellationToken stop) => PairTraffic.DriveAsync(node, Pairs, stop);

    public override void StopSending() => Pairs.ForEach(p => p.StopSending());

    public override bool IsDone => Pairs.TrueForAll(p => p.IsDone);

    public override Task VerifyAsync(NodeProcess node)
    {
        Pairs.ForEach(p => p.Verify());
        return Task.CompletedTask;
    }
}
