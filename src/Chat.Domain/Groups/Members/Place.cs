using Chat.Domain.History;

namespace Chat.Domain.Groups.Members;

/// <summary>How far a member is (G2) and how he is told (G3).</summary>
public struct Place
{
    /// <summary>Positions that every device of his, and some device of his, has everything up to.</summary>
    public long Released, Delivered;

    /// <summary>Stamp of the last message that he has read.</summary>
    public long Read;

    /// <summary>His entity holds a note; his entity is not contacted.</summary>
    public bool Noted, Dormant;

    /// <summary>Whether he keeps history: the group's is kept as long as some member does.</summary>
    public HistoryChoice History;
}
