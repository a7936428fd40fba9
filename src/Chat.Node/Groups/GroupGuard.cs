using Chat.Node.Configuration;
using Chat.Node.Problems;
using Chat.Node.RateLimiting;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Groups;

/// <summary>
/// Slows what one user may do to others through groups: a change is written, and told to every member, however little it says; and a
/// group can be made, and people put into it, by anybody.
/// </summary>
internal sealed class GroupGuard(ChatSettings settings, TimeProvider time)
{
    private readonly AttemptLimiter _creations = new(settings.Limits.GroupsPerMinute, time);
    private readonly AttemptLimiter _changes = new(settings.Limits.GroupChangesPerMinute, time);
    private readonly AttemptLimiter _invitations = new(settings.Limits.GroupChangesPerMinute, time);

    /// <exception cref="ProblemException">Too many groups at once.</exception>
    public void CheckCreation(UserId user) => ThrowIf(_creations.Take(user.Value), "Too many new groups.");

    /// <exception cref="ProblemException">Too many changes at once.</exception>
    public void CheckChange(UserId user) => ThrowIf(_changes.Take(user.Value), "Too many changes of groups.");

    /// <summary>Tokens cannot be guessed; this keeps trying from costing anything.</summary>
    /// <exception cref="ProblemException">Too many links at once.</exception>
    public void CheckInvitation(UserId user) => ThrowIf(_invitations.Take(user.Value), "Too many invite links.");

    private static void ThrowIf(TimeSpan? wait, string detail)
    {
        if (wait is { } retryAfter)
            throw new ProblemException(ErrorCode.RateLimited, detail, retryAfter: retryAfter);
    }
}
