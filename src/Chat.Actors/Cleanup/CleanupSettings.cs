namespace Chat.Actors.Cleanup;

/// <summary>How fast old rows are looked for and removed; the host binds it from <c>Chat:Cleanup</c>. How old is old: the retention of users and groups.</summary>
public sealed record CleanupSettings
{
    /// <summary>From the beginning of one round over a database to that of the next.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Entities woken per second in the whole cluster, over all databases: a hundredth of what a node can wake.</summary>
    public int WakeUpsPerSecond { get; init; } = 50;

    /// <summary>Entities that are cleaning up at the same time.</summary>
    public int Parallelism { get; init; } = 16;

    /// <summary>An entity that has not answered by then is left to the next round.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Entities in one query for old rows: two index entries each; and rows of history in one deletion.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Such queries and deletions per second and database.</summary>
    public int PagesPerSecond { get; init; } = 10;
}
