using Chat.Domain.Users.Devices;

namespace Chat.Domain.Users.Groups;

/// <summary>How far one device is in one group, and what is on its way to it.</summary>
internal sealed class DeviceCursor(Device device, long position)
{
    public Device Device { get; } = device;

    /// <summary>The device has stored everything up to here that the user may see.</summary>
    public long Position { get; private set; } = position;

    /// <summary>It has been pushed everything up to here, in this attachment.</summary>
    public long SentUpTo { get; set; } = position;

    public Outstanding Outstanding { get; } = new();

    /// <summary>Stands in the queue of its attachment for a pull.</summary>
    public bool Queued { get; set; }

    /// <summary>The pull that is waited for, 0 where there is none; what it may use of the credit; and until when.</summary>
    public long Pull { get; set; }
    public int Reserved { get; set; }
    public long PullDue { get; set; } = long.MaxValue;

    /// <summary>Pulls without an answer; the next is tried later, so that a group that cannot be reached blocks nothing (D3).</summary>
    public int Attempts { get; set; }

    /// <summary>Had to pull in this attachment: <c>sync_done</c> tells how far.</summary>
    public bool HasPulled { get; set; }

    /// <summary>A new attachment: what was pushed in the one before, and not acknowledged, is pushed again.</summary>
    public void Begin(long claimed)
    {
        End();
        Position = SentUpTo = Math.Max(Position, claimed);
        HasPulled = false;
        Attempts = 0;
    }

    public void End()
    {
        Outstanding.AcknowledgeUpTo(long.MaxValue);
        SentUpTo = Position;
        (Queued, Pull, Reserved, PullDue) = (false, 0, 0, long.MaxValue);
    }

    /// <summary>Whether the cursor has moved.</summary>
    public bool Settle()
    {
        var before = Position;
        Position = Outstanding.TakeContiguous(Position);
        return Position > before;
    }

    public bool MoveTo(long position)
    {
        SentUpTo = Math.Max(SentUpTo, position);
        if (position <= Position) return false;
        Position = position;
        Settle();
        return true;
    }

    /// <summary>The client has claimed more than the group holds (D4).</summary>
    public void Limit(long head)
    {
        Position = Math.Min(Position, head);
        SentUpTo = Math.Min(SentUpTo, head);
    }
}
