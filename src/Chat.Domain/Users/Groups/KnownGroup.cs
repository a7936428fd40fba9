using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Groups;

/// <summary>What the journal says of a group, at its member's: who it is, and where devices are as long as one of them lags (G2).</summary>
public sealed class KnownGroup(GroupId id, long number)
{
    public GroupId Id { get; } = id;

    /// <summary>The entity in the ids of its messages.</summary>
    public long Number { get; } = number;

    /// <summary>It has news for some device: what the group relies on when it leaves this entity alone (G4).</summary>
    public bool Noted { get; set; }

    /// <summary>Stamp up to which the user has read and that the group has not confirmed; 0 where there is none.</summary>
    public long Read { get; set; }

    /// <summary>It knows of the user's choice about history up to that of this time.</summary>
    public long HistoryTold { get; set; }

    /// <summary>Empty where no device lags: all are where the group says that they are.</summary>
    public IReadOnlyList<GroupCursor> Cursors { get; set; } = [];

    /// <summary>As the group counted when it last spoke, and the stamp of the newest message by then.</summary>
    public int Unread { get; set; }
    public long Latest { get; set; }

    /// <summary>Head of the group when it counted.</summary>
    public long CountedAt { get; set; }

    public bool IsPlain => !Noted && Read == 0 && Cursors.Count == 0;

    public long? PositionOf(int device)
    {
        foreach (var cursor in Cursors)
            if (cursor.Device == device)
                return cursor.Position;
        return null;
    }

    /// <summary>A new device starts where the foremost is (D1).</summary>
    public void AddDevice(int device)
    {
        if (Cursors.Count > 0) Cursors = [.. Cursors, new GroupCursor(device, Cursors.Max(c => c.Position))];
    }

    public void RemoveDevice(int device)
    {
        if (PositionOf(device) is not null) Cursors = [.. Cursors.Where(c => c.Device != device)];
    }
}
