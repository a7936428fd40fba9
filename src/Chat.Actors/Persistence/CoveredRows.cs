namespace Chat.Actors.Persistence;

/// <summary>
/// Which journal rows of an entity its snapshots make superfluous. Rows go up to the older of the two newest snapshots, so that a bad newest
/// one costs nothing (R3). Rows between the two need not stay either where a recovery from the older one would do by itself what they
/// say, as it does with expiry: the newest snapshot, readable or not, carries their numbers (R2).
/// </summary>
internal struct CoveredRows
{
    private long _notBefore;

    /// <summary>The last row that a recovery from the older snapshot would need.</summary>
    public long Needed { get; private set; }

    /// <summary>Number of the newest snapshot, 0 where there is none.</summary>
    public long Newest { get; private set; }

    /// <summary>The one before it; 0 where there is none, or where it is not known.</summary>
    public long Older { get; private set; }

    /// <summary>No row up to the newest snapshot has to stay.</summary>
    public readonly bool AreAll => Older > 0 && Older >= Needed;

    public readonly long UpTo => AreAll ? Newest : Older;

    /// <summary>
    /// Recovery has begun with this snapshot; it says of itself what the other two are. Where a newer one is bad, the older is gone
    /// already: no row is cleared by it before another has been saved.
    /// </summary>
    public void Restored(long snapshot, long older, long needed)
    {
        Newest = snapshot;
        (Older, Needed) = older > 0 ? (older, needed) : (0, snapshot);
    }

    /// <param name="repeated">A recovery from before it would do the same by itself.</param>
    public void Written(long row, bool repeated)
    {
        if (!repeated) Needed = row;
    }

    public void Saved(long snapshot)
    {
        Older = Newest;
        Newest = snapshot;
    }

    /// <summary>Not tried again at every event.</summary>
    public void NotSaved(long row, int every) => _notBefore = row + every / 2;

    public readonly bool IsSnapshotDue(long row, int every) => row - Newest >= every && row >= _notBefore;
}
