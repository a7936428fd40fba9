namespace Chat.Actors.Membership;

/// <summary>
/// Time as this process has lived it: it stands still while the process is paused for a while or gets no processor. Somebody has to look at it more often
/// than every <paramref name="longestStep"/>; what is missing beyond that did not pass, unless it is more than <paramref name="longestPause"/>.
/// </summary>
internal sealed class RunningTime(TimeProvider time, TimeSpan longestStep, TimeSpan longestPause)
{
    private readonly Lock _lock = new();
    private long _seen = time.GetTimestamp();
    private TimeSpan _elapsed;

    public long Milliseconds()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var step = time.GetElapsedTime(_seen, now);
            _seen = now;
            _elapsed += step > longestStep && step <= longestPause ? longestStep : step;
            return (long)_elapsed.TotalMilliseconds;
        }
    }
}
