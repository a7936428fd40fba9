using Chat.Domain.Groups;
using Chat.Domain.Users.Devices;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Groups;

/// <summary>
/// A group as long as it concerns this incarnation of its member's entity: where devices are, what is noted, what is asked and told.
/// Volatile; what must outlive it stands in <see cref="KnownGroup"/>.
/// </summary>
internal sealed class GroupPlace(GroupId id, long number, long round)
{
    public GroupId Id { get; } = id;
    public long Number { get; } = number;

    /// <summary>Where the devices are is known: from a note, or from what the group has told.</summary>
    public bool IsLocated { get; set; }

    public List<DeviceCursor> Cursors { get; } = new(1);

    /// <summary>Where a first device would begin.</summary>
    public long Base { get; set; }

    /// <summary>The last position that the user may see, as far as we have heard; 0 where we have heard nothing yet.</summary>
    public long Known { get; set; }

    /// <summary>When the last of the devices moved, or began to lag; and how far it was then.</summary>
    public long ProgressAt { get; set; }
    public long ReleasedBefore { get; set; }

    // The note (G4).

    /// <summary>There is a note, perhaps still on its way into the journal.</summary>
    public bool Note { get; set; }

    /// <summary>Marks without a note that are issued and not committed: a note from before them does not count.</summary>
    public int DropsInFlight { get; set; }
    public int NotesInFlight { get; set; }

    /// <summary>The fan-out that is answered once the note is durable.</summary>
    public (long Token, long Position)? Owed { get; set; }

    // The way back (G6).

    /// <summary>The group has confirmed, to this incarnation, that it tells us what is new.</summary>
    public bool Confirmed { get; set; }

    /// <summary>Advances with every fan-out that is answered by the note; answers to what was asked before do not count.</summary>
    public long Round { get; set; } = round;

    public (long Round, bool CaughtUp) Asked { get; set; }
    public long AskedAt { get; set; } = long.MinValue / 2;
    public long AskDue { get; set; } = long.MaxValue;
    public int AskAttempts { get; set; }

    // Progress, told to the group (G2).

    public long ToldReleased { get; set; }
    public long ToldDelivered { get; set; }
    public long DeliveredConfirmed { get; set; }
    public long ToldAt { get; set; } = long.MinValue / 2;
    public long TellDue { get; set; } = long.MaxValue;
    public int TellAttempts { get; set; }
    public long OwedSince { get; set; } = long.MaxValue;

    /// <summary>Stamp up to which the user has read, and up to which the group has it in its journal.</summary>
    public long Read { get; set; }
    public long ReadConfirmed { get; set; }

    /// <summary>Our own journal has a read mark, or is about to.</summary>
    public bool ReadKept { get; set; }

    /// <summary>When a read mark that the group has not confirmed goes into our own journal (P2).</summary>
    public long ReadDue { get; set; } = long.MaxValue;

    /// <summary>Time of our choice about history, and of the one that the group has in its journal.</summary>
    public long HistoryAt { get; set; }
    public long HistoryTold { get; set; }

    public bool OwesHistory => HistoryAt > HistoryTold;

    /// <summary>The newest fan-outs that came out of turn: they may follow what a pull brings. References only.</summary>
    public Recent Recent { get; } = new();

    // Unread: the group counts, this is what it told last.

    public int Unread { get; set; }

    /// <summary>Head of the group when it counted, and what it knew to be read: a count of before comes too late.</summary>
    public long CountedAt { get; set; }
    public long CountedRead { get; set; }

    /// <summary>The group has told this incarnation, so that what comes late from before is known as older or newer.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Stamp of the newest message that we know of.</summary>
    public long Latest { get; set; }

    public long Released
    {
        get
        {
            if (Cursors.Count == 0) return Base;
            var released = long.MaxValue;
            foreach (var cursor in Cursors)
                released = Math.Min(released, cursor.Position);
            return released;
        }
    }

    public long Delivered
    {
        get
        {
            var delivered = Base;
            foreach (var cursor in Cursors)
                delivered = Math.Max(delivered, cursor.Position);
            return delivered;
        }
    }

    /// <summary>Something that only a confirmation of the group settles: a read mark, our choice about history, or what a device has while another lags.</summary>
    public bool OwesProgress => Read > ReadConfirmed || OwesHistory || IsLocated && Delivered > Math.Max(Released, DeliveredConfirmed);

    public void MoveTimes(long by)
    {
        (ProgressAt, AskedAt, ToldAt) = (ProgressAt + by, AskedAt + by, ToldAt + by);
        (AskDue, TellDue, ReadDue, OwedSince) = (Moved(AskDue, by), Moved(TellDue, by), Moved(ReadDue, by), Moved(OwedSince, by));
        foreach (var cursor in Cursors)
            cursor.PullDue = Moved(cursor.PullDue, by);
    }

    private static long Moved(long due, long by) => due == long.MaxValue ? due : due + by;

    public DeviceCursor? CursorOf(Device device)
    {
        foreach (var cursor in Cursors)
            if (cursor.Device == device)
                return cursor;
        return null;
    }

    public long Due
    {
        get
        {
            var due = Math.Min(AskDue, Math.Min(TellDue, ReadDue));
            foreach (var cursor in Cursors)
                due = Math.Min(due, cursor.PullDue);
            return due;
        }
    }
}
