using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Devices;

/// <summary>
/// A device and how far it is. Each value exists twice: committed (as the journal has it, and a snapshot takes it) and live
/// (what the device has told since, on its way into the next watermarks).
/// </summary>
public sealed class Device(int number, DeviceId id, long registeredAt)
{
    public int Number { get; } = number;
    public DeviceId Id { get; } = id;
    public string? Platform { get; set; }
    public string? AppVersion { get; set; }

    /// <summary>What its user calls it; null where he has not named it.</summary>
    public string? Name { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public long RegisteredAt { get; } = registeredAt;

    /// <summary>Unix seconds; tokens issued before are refused.</summary>
    public long TokensValidFrom { get; set; }

    public long CommittedCursor { get; private set; }
    public long CommittedShown { get; private set; }
    public long CommittedLastSeen { get; private set; }

    /// <summary>Every message up to here is stored by the device: the contiguous prefix of its acks (D2).</summary>
    public long Cursor { get; private set; }

    /// <summary>Every other entry up to here has been shown (P4).</summary>
    public long Shown { get; private set; }

    /// <summary>Unix milliseconds of the last detachment or attachment.</summary>
    public long LastSeen { get; private set; }

    /// <summary>Positions acknowledged beyond the cursor; null where there are none, as nearly always.</summary>
    private SortedSet<long>? _ahead;

    public bool HasAcknowledged(long position) => position <= Cursor || _ahead is not null && _ahead.Contains(position);

    public bool AcknowledgeAhead(long position) => position > Cursor && (_ahead ??= []).Add(position);

    public void AdvanceCursor(long position)
    {
        if (position <= Cursor) return;
        Cursor = position;
        if (_ahead is null) return;
        _ahead.RemoveWhere(p => p <= position);
        if (_ahead.Count == 0) _ahead = null;
    }

    public void AdvanceShown(long position) => Shown = Math.Max(Shown, position);

    public void Seen(long at) => LastSeen = Math.Max(LastSeen, at);

    /// <summary>What the journal now has. The live values never lag behind it.</summary>
    public void Commit(long cursor, long shown, long lastSeen)
    {
        CommittedCursor = Math.Max(CommittedCursor, cursor);
        CommittedShown = Math.Max(CommittedShown, shown);
        CommittedLastSeen = Math.Max(CommittedLastSeen, lastSeen);
        AdvanceCursor(CommittedCursor);
        AdvanceShown(CommittedShown);
        Seen(CommittedLastSeen);
    }
}
