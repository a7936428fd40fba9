namespace Chat.Journal;

/// <summary>Pauses that double, with jitter.</summary>
internal struct Backoff(TimeProvider time, int earlier = 0)
{
    private const double FirstMs = 20;
    private const double LongestMs = 2_000;
    private double _nextMs = Math.Min(FirstMs * (1 << Math.Min(earlier, 10)), LongestMs);

    public Task WaitAsync(CancellationToken cancellation)
    {
        var pause = TimeSpan.FromMilliseconds(_nextMs * (0.5 + Random.Shared.NextDouble()));
        _nextMs = Math.Min(_nextMs * 2, LongestMs);
        return Task.Delay(pause, time, cancellation);
    }
}
