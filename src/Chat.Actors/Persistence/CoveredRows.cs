namespace Chat.Actors.Persistence;

/// <summary>
/// Which journal rows of an entity its snapshots make superfluous. Rows go up to the older of the two newest snapshots, so that a bad newest
/// one costs nothing (R3). Rows between the two need not stay either where a recovery from the older one would do by itself what they
/// say, as it does with expiry: the newest snapshot, readable or not, carries their numbers (R2).
/// </summary>
internal struct CoveredRows
{
    private long _needed;
    private long _notBefore;

    /// <summary>Number of the newest snapshot, 0 where there is none.</summary>
    public long Newest { get; private set; }

    /// <summary>The one before it; 0 where this incarnation has not seen one.</summary>
    public long Older { get; private set; }

    public readonly long UpTo => Older > 0 && Older >= _needed ? Newest : Older;

    public readonly bool AreAll => Older > 0 && Older >= _needed;

    /// <summary>Recovery has begun with this snapshot.</summary>
    public void Restored(long snapshot) => Newest = _needed = snapshot;

    /// <param name="repeated">A recovery from before it would do the same by itself.</param>
    public void Written(long row, bool repeated)
    {
        if (!repeated) _needed = row;
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
