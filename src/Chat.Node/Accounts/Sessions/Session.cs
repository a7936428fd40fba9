using Chat.Domain.Users;
using Chat.Node.Tokens;
using Chat.Protocol.Ids;

namespace Chat.Node.Accounts.Sessions;

/// <summary>What a device is given when it signs in or refreshes.</summary>
/// <param name="RefreshExpiresAt">Unix milliseconds.</param>
internal sealed record Session(UserId User, DeviceId Device, IssuedToken Access, RefreshSecret Refresh, long RefreshExpiresAt);

/// <summary>A revocation as it was written, for the user's entity.</summary>
/// <param name="Device">Null: all but <paramref name="Except"/>.</param>
/// <param name="ValidFrom">Unix seconds.</param>
internal sealed record WrittenRevocation(UserId User, DeviceId? Device, long ValidFrom, RevocationReason Reason, DeviceId? Except);

/// <summary>The answer to a refresh token.</summary>
internal abstract record RefreshOutcome
{
    public sealed record Renewed(Session Session) : RefreshOutcome;

    public sealed record Unknown : RefreshOutcome;

    public sealed record Expired : RefreshOutcome;

    /// <summary>
    /// A token that has a successor was used again: it, or the successor, is in other hands. The whole line and the device's tokens
    /// have been ended.
    /// </summary>
    public sealed record Reused(WrittenRevocation Revocation) : RefreshOutcome;
}
