namespace Chat.Faults.Tests.Traffic;

/// <summary>When a phone comes back, by what it was told or how its connection ended: the table of close codes in the protocol.</summary>
internal sealed class Reconnecting(Random random)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private int _failures;

    public void Succeeded() => _failures = 0;

    /// <param name="closeCode">Null where there was none.</param>
    /// <param name="told">What is left of the delay that a <c>reconnect</c> has named.</param>
    public TimeSpan Pause(int? closeCode, TimeSpan? told)
    {
        if (told is { } delay) return delay > TimeSpan.Zero ? delay : TimeSpan.Zero;
        return closeCode switch
        {
            1013 => TimeSpan.FromSeconds(10 + 50 * random.NextDouble()),
            4408 when _failures++ == 0 => TimeSpan.Zero,
            4429 => TimeSpan.FromSeconds(60),
            _ => Backoff(),
        };
    }

    // 0–1 s, doubling.
    private TimeSpan Backoff()
    {
        var most = TimeSpan.FromSeconds(1 << Math.Min(_failures++, 5));
        return (most < LongestPause ? most : LongestPause) * random.NextDouble();
    }
}
