using Microsoft.IdentityModel.Tokens;

namespace Chat.Node.Tokens;

/// <summary>
/// The public keys of the external issuer. Fetched when first needed and again every <see cref="Refresh"/>, in the background; a token
/// with an unknown key id (rollover) fetches at once, but not more often than every <see cref="Pause"/>, so that forged ids cost the
/// issuer nothing. While the issuer cannot be reached the last keys go on to serve, and it is asked with growing pauses.
/// </summary>
internal sealed class ExternalKeys(IJwksSource source, TimeProvider time, ILogger<ExternalKeys> log)
{
    public static readonly TimeSpan Refresh = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(1);

    private readonly object _gate = new();
    private volatile IReadOnlyList<SecurityKey> _keys = [];
    private Task? _fetch;
    private DateTimeOffset _fetchedAt = DateTimeOffset.MinValue;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private int _failures;

    /// <summary>The keys, among them the one named where the issuer has it; none while the issuer has never been reached.</summary>
    public async ValueTask<IReadOnlyList<SecurityKey>> GetAsync(string? keyId, CancellationToken cancellation)
    {
        var keys = _keys;
        var missing = keys.Count == 0 || (!string.IsNullOrEmpty(keyId) && !keys.Any(key => key.KeyId == keyId));
        if (FetchIfDue(missing) is { } fetch && missing)
            await fetch.WaitAsync(cancellation);
        return _keys;
    }

    /// <summary>The fetch under way, which never fails; null where none is due.</summary>
    private Task? FetchIfDue(bool missing)
    {
        lock (_gate)
        {
            if (_fetch is { IsCompleted: false })
                return _fetch;
            var now = time.GetUtcNow();
            var due = now >= _notBefore && (missing ? _failures > 0 || now >= _fetchedAt + Pause : now >= _fetchedAt + Refresh);
            return due ? _fetch = Task.Run(FetchAsync) : null;
        }
    }

    private async Task FetchAsync()
    {
        try
        {
            var keys = await source.FetchAsync(CancellationToken.None);
            if (keys.Count == 0)
                throw new InvalidDataException("the answer holds no signing key");
            lock (_gate)
            {
                _keys = keys;
                _fetchedAt = time.GetUtcNow();
                _failures = 0;
            }
        }
        catch (Exception e)
        {
            // Whatever is wrong with the other side, it must not reach a socket: say it and try again later.
            lock (_gate)
            {
                var pause = Math.Min(FirstRetry.TotalMilliseconds * Math.Pow(2, Math.Min(_failures, 10)), LongestRetry.TotalMilliseconds);
                _failures++;
                _notBefore = time.GetUtcNow() + TimeSpan.FromMilliseconds(pause * (1 + Random.Shared.NextDouble() / 5));
            }

            if (log.IsEnabled(LogLevel.Warning))
                log.LogWarning("The keys of the token issuer cannot be fetched: {Reason}", e.Message);
        }
    }
}
