namespace Chat.Domain.Groups.Members;

/// <summary>A stretch of the log that a member may see, both ends included: the entry that adds him and the one that removes him.</summary>
public readonly record struct Interval(long Join, long Leave)
{
    /// <summary>Of a stretch that has no end yet.</summary>
    public const long Open = long.MaxValue;
}
