using System.Buffers.Binary;
using System.Security.Cryptography;
using Chat.Node.Problems;
using Chat.Protocol.Frames;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Chat.Node.Accounts;

/// <summary>
/// Hashing of passwords. Slow by intent, so only half of the cores do it at a time and a bounded number wait: a storm of sign-ins
/// must not take the messages' time.
/// </summary>
internal sealed class Passwords : IDisposable
{
    /// <summary>PBKDF2 with HMAC-SHA-512 as OWASP advises.</summary>
    private const int Iterations = 210_000;

    public const int MaximumLength = 256;
    private const int MaximumWaiting = 200;

    private static readonly object Nobody = new();
    private readonly PasswordHasher<object> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private readonly SemaphoreSlim _turns = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly string _dummy = HashOfNothing();
    private int _waiting;

    /// <exception cref="ProblemException">Missing, too short or too long.</exception>
    public static string Check(string? password, int minimumLength, string field)
    {
        if (string.IsNullOrEmpty(password))
            throw ProblemException.Missing(field, $"{field} is missing: at least {minimumLength} characters.");
        if (password.Length < minimumLength)
            throw ProblemException.Invalid(field, $"{field} is too short: at least {minimumLength} characters.");
        return password.Length <= MaximumLength
            ? password
            : throw ProblemException.Invalid(field, $"{field} is too long: at most {MaximumLength} characters.");
    }

    public Task<string> HashAsync(string password, CancellationToken cancellation) =>
        InTurnAsync(() => _hasher.HashPassword(Nobody, password), cancellation);

    /// <summary>Takes as long for an account that does not exist (<paramref name="hash"/> null) as for one that does.</summary>
    public Task<PasswordVerificationResult> VerifyAsync(string? hash, string password, CancellationToken cancellation) =>
        InTurnAsync(
            () =>
            {
                var result = _hasher.VerifyHashedPassword(Nobody, hash ?? _dummy, password);
                return hash is null ? PasswordVerificationResult.Failed : result;
            },
            cancellation);

    public void Dispose() => _turns.Dispose();

    /// <summary>In the hasher's format (its version 3), with random bytes where the hash would be: no password gives it.</summary>
    private static string HashOfNothing()
    {
        const int header = 13, salt = 16, subkey = 32, hmacSha512 = 2;
        var bytes = new byte[header + salt + subkey];
        bytes[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), hmacSha512);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(5), Iterations);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(9), salt);
        RandomNumberGenerator.Fill(bytes.AsSpan(header));
        return Convert.ToBase64String(bytes);
    }

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _waiting) > MaximumWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            throw new ProblemException(ErrorCode.Overloaded, "Too many sign-ins at the moment.", retryAfter: TimeSpan.FromSeconds(3));
        }

        try
        {
            await _turns.WaitAsync(cancellation);
            try
            {
                return await Task.Run(work, cancellation);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
