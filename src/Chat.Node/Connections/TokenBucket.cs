namespace Chat.Node.Connections;

/// <summary>A rate with a burst, without a timer: what has flowed in meanwhile is reckoned when something is taken.</summary>
internal struct TokenBucket
{
    private float _tokens;
    private long _at;

    public static TokenBucket Full(float burst, long now) => new() { _tokens = burst, _at = now };

    /// <returns>0 where the tokens were taken, else the milliseconds after which there will be enough.</returns>
    public long TryTake(float cost, float perSecond, float burst, long now)
    {
        _tokens = Math.Min(burst, _tokens + (now - _at) * perSecond / 1000);
        _at = now;
        if (_tokens >= cost)
        {
            _tokens -= cost;
            return 0;
        }

        return perSecond <= 0 ? 60_000 : (long)Math.Ceiling((cost - _tokens) * 1000 / perSecond);
    }
}
