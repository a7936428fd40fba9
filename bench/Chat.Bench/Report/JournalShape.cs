using Chat.Actors.Databases;
using Chat.Bench.Journals;

namespace Chat.Bench.Report;

/// <summary>What is put side by side.</summary>
internal enum JournalPeer
{
    /// <summary>The database alone.</summary>
    Bare,

    /// <summary>Akka.Persistence.Sql.</summary>
    Stock,

    /// <summary>Chat.Journal.</summary>
    Ours,
}

/// <param name="WakeUps">Cold entities of each variant; 0 leaves wake-ups out.</param>
/// <param name="Events">Rows of a cold entity.</param>
internal sealed record JournalShape(
    IReadOnlyList<DatabaseKind> Databases, IReadOnlyList<JournalPeer> Peers, int Entities, IReadOnlyList<int> Outstanding,
    TimeSpan WarmUp, TimeSpan Measured, int WakeUps, int Events, int Tries, TimeSpan Patience)
{
    /// <summary>An entity's number when it took its snapshot.</summary>
    private const int SnapshotAt = 100;

    /// <summary>Woken before anything is measured: enough for the compiler to have seen everything.</summary>
    private const int WarmUps = 2000;

    public IReadOnlyList<ColdEntities> Cold() =>
        WakeUps == 0 ? [] : [.. Variants(WarmUps, isWarmUp: true), .. Variants(WakeUps, isWarmUp: false)];

    private IEnumerable<ColdEntities> Variants(int count, bool isWarmUp) =>
    [
        new("events", count, Events, 0, isWarmUp),
        new("events after a snapshot", count, Events, SnapshotAt, isWarmUp),
    ];
}
