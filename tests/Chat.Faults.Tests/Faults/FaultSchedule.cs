using Chat.Faults.Tests.Running;

namespace Chat.Faults.Tests.Faults;

/// <summary>
/// What goes wrong, in which order and for how long: all of it from the seed. One node is in trouble at a time, so that there is a majority that
/// goes on, and the next fault waits until the cluster is whole; the database may go at any time.
/// </summary>
internal static class FaultSchedule
{
    private static readonly FaultKind[] OfNodes =
        [FaultKind.Kill, FaultKind.Pause, FaultKind.Partition, FaultKind.Mute, FaultKind.OneWay, FaultKind.Drain];

    /// <param name="faults">Faults of nodes; a long run has four, and every kind comes within two seeds.</param>
    public static IReadOnlyList<Fault> From(int seed, int faults)
    {
        var random = new Random(seed);
        // Neighbouring seeds go on where the one before stopped: six kinds, so that any two long runs in a row have all of them.
        var kinds = Enumerable.Range(0, faults).Select(i => OfNodes[(seed * faults + i) % OfNodes.Length]).ToArray();
        random.Shuffle(kinds);
        var withDatabase = random.Next(kinds.Length);
        return
        [
            .. kinds.Select((kind, i) =>
            {
                var fault = OfNode(kind, random);
                return i == withDatabase ? fault with { Meanwhile = (DatabaseFault(random), Seconds(random, 0, 6)) } : fault;
            }),
            .. faults > 1 ? new[] { new Fault(DatabaseFault(random), 0, 0, Seconds(random, 0.5, 3), TimeSpan.Zero) } : [],
        ];
    }

    private static Fault OfNode(FaultKind kind, Random random)
    {
        var node = 1 + random.Next(ClusterUnderTest.Size);
        var other = 1 + (node - 1 + 1 + random.Next(ClusterUnderTest.Size - 1)) % ClusterUnderTest.Size;
        var length = kind switch
        {
            FaultKind.Kill => Seconds(random, 0, 10), // back before the others have put it out, or after
            FaultKind.Pause => TimeSpan.FromSeconds(20),
            FaultKind.Drain => TimeSpan.Zero,
            _ => Seconds(random, 3, 20), // healed before anybody is put out, or after
        };
        return new Fault(kind, node, other, Seconds(random, 1, 4), length);
    }

    private static FaultKind DatabaseFault(Random random) => random.Next(2) == 0 ? FaultKind.DatabaseFast : FaultKind.DatabaseImmediate;

    private static TimeSpan Seconds(Random random, double from, double to) => TimeSpan.FromSeconds(Math.Round(from + (to - from) * random.NextDouble(), 1));
}
