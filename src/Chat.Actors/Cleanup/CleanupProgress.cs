using LinqToDB.Mapping;

namespace Chat.Actors.Cleanup;

/// <summary>
/// The round over one database, as its table <c>cleanup_round</c> says: where it is, for whoever goes on with it after this node, and what it has
/// found, for operators.
/// </summary>
internal sealed record CleanupProgress
{
    /// <summary>Unix milliseconds.</summary>
    [Column("started")] public long Started { get; init; }

    /// <summary>The last persistence id that was looked at; null once the round has ended.</summary>
    [Column("position")] public string? Position { get; init; }

    /// <summary>Entities with rows that were looked at.</summary>
    [Column("seen")] public long Seen { get; init; }

    /// <summary>Entities with old rows, all of which were woken.</summary>
    [Column("woken")] public long Woken { get; init; }

    /// <summary>Of them, those that gave up no row; they come again in the next round.</summary>
    [Column("pending")] public long Pending { get; init; }

    /// <summary>Of those, the ones that did not answer in time.</summary>
    [Column("silent")] public long Silent { get; init; }

    [Column("removed_rows")] public long RemovedRows { get; init; }

    /// <summary>Rows of history that were older than its retention.</summary>
    [Column("expired_history")] public long ExpiredHistory { get; init; }

    public bool HasEnded => Position is null;

    public static CleanupProgress Beginning(DateTimeOffset at) => new() { Started = at.ToUnixTimeMilliseconds(), Position = OldRows.Start };

    /// <summary>Whether the time has come for another; a beginning in the future was written before the clock was put back.</summary>
    public bool IsDue(DateTimeOffset now, TimeSpan interval)
    {
        var age = now.ToUnixTimeMilliseconds() - Started;
        return HasEnded && (age < 0 || age >= interval.TotalMilliseconds);
    }
}
