using Chat.Node.Configuration;
using Chat.Node.Connections.Handshake;
using Chat.Node.Problems;
using Chat.Node.RateLimiting;
using Chat.Protocol.Frames;

namespace Chat.Node.Accounts;

/// <summary>Slows guessing: attempts per client address, and per name from wherever they come.</summary>
internal sealed class SignInGuard(ChatSettings settings, ClientAddresses addresses, TimeProvider time)
{
    private readonly AttemptLimiter _addresses = new(settings.Accounts.AttemptsPerMinute, time);
    private readonly AttemptLimiter _names = new(settings.Accounts.AttemptsPerMinute, time);

    /// <exception cref="ProblemException">Too many attempts.</exception>
    public void CheckAddress(HttpContext http) =>
        ThrowIf(_addresses.Take(KeyOf(http)), "Too many attempts from this address.");

    /// <exception cref="ProblemException">Too many attempts.</exception>
    public void CheckName(string name) => ThrowIf(_names.Take(name), "Too many attempts for this name.");

    /// <summary>A refresh that succeeds is no guess: a thousand phones behind one address may all refresh.</summary>
    public void Return(HttpContext http) => _addresses.Return(KeyOf(http));

    private string KeyOf(HttpContext http) => addresses.Resolve(http).ToString();

    private static void ThrowIf(TimeSpan? wait, string detail)
    {
        if (wait is { } retryAfter)
            throw new ProblemException(ErrorCode.RateLimited, detail, retryAfter: retryAfter);
    }
}
