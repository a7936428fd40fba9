namespace Chat.Node.Connections;

/// <summary>Growing pauses with jitter (R8), so that the callers of an entity that was away do not come back all at once.</summary>
internal static class RetryPause
{
    private const double Growth = 1.5;
    private const double Spread = 0.25;
    private const double MaxMilliseconds = 10_000;

    /// <param name="first">The shortest pause before the first repetition.</param>
    /// <param name="attempt">Repetitions so far.</param>
    public static long Milliseconds(TimeSpan first, int attempt, Random random)
    {
        var pause = Math.Min(first.TotalMilliseconds * Math.Pow(Growth, Math.Min(attempt, 16)), Math.Max(MaxMilliseconds, first.TotalMilliseconds));
        return (long)(pause * (1 + Spread * random.NextDouble()));
    }
}
