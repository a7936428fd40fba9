namespace Chat.Domain.Groups.Members;

/// <summary>What this incarnation of the group has told a member's entity, and heard from it. Dies with the incarnation.</summary>
internal sealed class Contact
{
    /// <summary>Comes back with answers; changed whenever the member says that he is live or has caught up (G4).</summary>
    public long Token { get; set; }

    /// <summary>Entries up to here have been sent once; what was lost of it is pulled.</summary>
    public long SentUpTo { get; set; }

    /// <summary>Up to here his entity has said, under the present token, that it holds a note.</summary>
    public long Answered { get; set; }

    /// <summary>When he is told again how far the group is, unless he has settled before.</summary>
    public long RetryAt { get; set; } = long.MaxValue;
    public int Attempts { get; set; }

    /// <summary>Where his entity was when it last spoke.</summary>
    public long Node { get; set; }

    /// <summary>His place differs from what has been issued.</summary>
    public bool Touched { get; set; }

    /// <summary>Events with his place that are issued and not committed.</summary>
    public int Writes { get; set; }

    /// <summary>His entity waits to hear that his progress is durable.</summary>
    public bool ConfirmOwed { get; set; }

    /// <summary>Which incarnation of his entity asked for that last.</summary>
    public long Incarnation { get; set; }
}
