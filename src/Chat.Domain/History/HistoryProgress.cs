namespace Chat.Domain.History;

/// <summary>
/// How far an entity's journal has been put into history: which rows still have to be. History is a projection of the journal, so nothing is
/// kept here but numbers; the rows themselves stay until they have been written (R4), whatever crashes in between, and are a debt (R5).
/// <para>
/// Which rows belong into history follows from events alone (R3). That they are there is a fact of another table, which no replay undoes:
/// it is noted with the next snapshot and costs no event. After a crash the rows since then are written again; the table has them already.
/// </para>
/// Single-owner; times are Unix milliseconds.
/// </summary>
public sealed class HistoryProgress
{
    private List<HistoryStretch>? _owed; // most keep no history
    private bool _goesOn; // the next row belongs to the last stretch
    private int _attempts;
    private long _askedUpTo;

    /// <summary>Rows read and written at once.</summary>
    public const int MaxRows = 256;

    /// <summary>What follows within this is written with the first: a busy entity costs a few statements a second.</summary>
    private const long GatherMs = 250;

    /// <summary>The outcome of a portion always comes, unless what carries it has failed.</summary>
    private const long LostMs = 300_000;

    private const long RetryMs = 1_000;
    private const long MaxRetryMs = 60_000;

    /// <summary>Whoever switches on and off again while nothing can be written has the rows between kept, too, beyond so many changes.</summary>
    private const int MaxStretches = 16;

    /// <summary>Rows that hold messages belong into history.</summary>
    public bool Enabled { get; private set; }

    /// <summary>Everything up to this row that belongs into history is there.</summary>
    public long WrittenUpTo { get; private set; }

    /// <summary>Rows that are to be written, in order.</summary>
    public IReadOnlyList<HistoryStretch> Owed => _owed ?? [];

    public bool Owes => _owed is { Count: > 0 };

    /// <summary>This row and those after it must not be deleted yet.</summary>
    public long OldestPendingRow => Owes ? _owed![0].First : long.MaxValue;

    // Volatile.

    /// <summary>A portion is on its way; its outcome comes through <see cref="Recorded"/>.</summary>
    public bool IsWriting { get; private set; }

    /// <summary>When there is a portion to be asked for.</summary>
    public long Due { get; private set; } = long.MaxValue;

    public long OwedSince { get; private set; } = long.MaxValue;

    // Applying events.

    /// <param name="forget">What has not been written yet is not wanted any more either.</param>
    public void Switch(bool on, bool forget)
    {
        if (on == Enabled) return;
        (Enabled, _goesOn) = (on, false);
        if (forget && !on) _owed?.Clear();
    }

    /// <summary>A row that holds a message.</summary>
    public void Row(long number)
    {
        if (!Enabled) return;
        _owed ??= new(1);
        if (_owed.Count > 0 && (_goesOn || _owed.Count == MaxStretches)) _owed[^1] = _owed[^1] with { Last = number };
        else _owed.Add(new HistoryStretch(number, number));
        _goesOn = true;
    }

    /// <summary>Takes a snapshot's values; called once, before any event is applied.</summary>
    public void Restore(bool enabled, long writtenUpTo, IEnumerable<HistoryStretch> owed)
    {
        (Enabled, WrittenUpTo) = (enabled, writtenUpTo);
        _owed = [.. owed];
    }

    // Writing.

    /// <summary>After recovery: what is owed goes on (R5).</summary>
    public void Resume(long now, Random random)
    {
        if (!Owes) return;
        OwedSince = now;
        Due = now + random.NextInt64(RetryMs); // a storm of wakings does not ask at once
    }

    /// <summary>There may be something new.</summary>
    public void Noticed(long now)
    {
        if (!Owes) return;
        if (OwedSince == long.MaxValue) OwedSince = now;
        if (!IsWriting && Due == long.MaxValue) Due = now + GatherMs;
    }

    /// <summary>The next rows to be put into history, one portion at a time; null where it is not the time.</summary>
    public (long From, long UpTo, int Max)? Next(long now)
    {
        if (now < Due) return null;
        IsWriting = Owes;
        Due = Owes ? now + LostMs : long.MaxValue;
        if (!Owes) return null;
        _askedUpTo = _owed![0].Last;
        return (_owed[0].First, _askedUpTo, MaxRows);
    }

    /// <param name="upTo">Written up to this row; null where nothing was.</param>
    public void Recorded(long? upTo, long now, Random random)
    {
        IsWriting = false;
        if (upTo is { } row)
        {
            WrittenUpTo = Math.Max(WrittenUpTo, row);
            Forget();
            _attempts = 0;
            OwedSince = Owes ? now : long.MaxValue; // what is left is younger
            Due = !Owes ? long.MaxValue : row < _askedUpTo ? now : now + GatherMs;
        }
        else
        {
            var pause = Math.Min(RetryMs << Math.Min(_attempts++, 6), MaxRetryMs);
            Due = Owes ? now + (long)(pause * (0.75 + random.NextDouble() / 2)) : long.MaxValue;
        }
    }

    public void MoveTimes(long by)
    {
        if (Due != long.MaxValue) Due += by;
        if (OwedSince != long.MaxValue) OwedSince += by;
    }

    private void Forget()
    {
        if (!Owes) return;
        var done = 0;
        while (done < _owed!.Count && _owed[done].Last <= WrittenUpTo)
            done++;
        _owed.RemoveRange(0, done);
        if (Owes && _owed[0].First <= WrittenUpTo) _owed[0] = _owed[0] with { First = WrittenUpTo + 1 };
    }
}
