using Chat.Actors.Databases.Tables;
using Chat.Node.Accounts.Sessions;
using Chat.Node.Configuration;
using Chat.Node.Problems;
using Chat.Node.Users;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using Microsoft.AspNetCore.Identity;

namespace Chat.Node.Accounts;

/// <summary>Signing in, and changing the password. Neither tells whether a name exists, by its words or by its time.</summary>
internal sealed class SignIn(
    AccountStore accounts, ProfileStore profiles, SessionStore sessions, Passwords passwords, SignInGuard guard, ChatSettings settings)
{
    public async Task<Session> SignInAsync(SignInRequest request, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(request.Name))
            throw ProblemException.Missing("name", "name is missing.");
        if (string.IsNullOrEmpty(request.Password))
            throw ProblemException.Missing("password", "password is missing.");
        var device = AccountFields.Device(request.DeviceId);
        var account = AccountName.TryParse(request.Name, out var name) ? await FindAsync(name, cancellation) : null;
        if (!await IsRightAsync(account, request.Password, cancellation))
            throw new ProblemException(ErrorCode.NotAuthenticated, "The name or the password is wrong.");
        var user = new UserId(account!.UserId);
        // Finishes a registration that broke off between the two tables.
        if (await profiles.FindAsync(user, cancellation) is null)
            await profiles.ClaimAsync(user, account.Name, account.Name, cancellation);
        return await sessions.OpenAsync(user, device, cancellation);
    }

    /// <summary>
    /// Repeating it after a lost answer works: whoever knows the new password, when it already is in force, is let through.
    /// </summary>
    public async Task<(Session Session, WrittenRevocation Written)> ChangePasswordAsync(
        UserId user, DeviceId device, long issuedAt, PasswordRequest request, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(request.CurrentPassword))
            throw ProblemException.Missing("current_password", "current_password is missing.");
        var password = Passwords.Check(request.NewPassword, settings.Accounts.MinimumPasswordLength, "new_password");
        var name = (await profiles.FindAsync(user, cancellation))?.Handle
            ?? throw new ProblemException(ErrorCode.Forbidden, "This user has no password here: his account is elsewhere.");
        var account = await FindAsync(name, cancellation);
        if (account is null || account.UserId != user.Value)
            throw new ProblemException(ErrorCode.Forbidden, "This user has no password here.");
        if (await VerifyAsync(account, request.CurrentPassword, cancellation) != PasswordVerificationResult.Failed)
        {
            if (!await accounts.ChangeHashAsync(name, account.PasswordHash, await passwords.HashAsync(password, cancellation), cancellation))
                throw ProblemException.Unavailable("The password was changed from elsewhere at the same moment; try again.");
        }
        else if (await VerifyAsync(account, password, cancellation) == PasswordVerificationResult.Failed)
        {
            throw new ProblemException(ErrorCode.Forbidden, "current_password is wrong.", "current_password");
        }

        return await sessions.EndOthersAsync(user, device, issuedAt, cancellation);
    }

    private Task<AccountRow?> FindAsync(string name, CancellationToken cancellation)
    {
        guard.CheckName(name);
        return accounts.FindAsync(name, cancellation);
    }

    /// <summary>Also renews a hash that was made with fewer iterations than today's.</summary>
    private async Task<bool> IsRightAsync(AccountRow? account, string password, CancellationToken cancellation)
    {
        var result = await VerifyAsync(account, password, cancellation);
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            await accounts.ChangeHashAsync(
                account!.Name, account.PasswordHash, await passwords.HashAsync(password, cancellation), cancellation);
        return result != PasswordVerificationResult.Failed;
    }

    private async Task<PasswordVerificationResult> VerifyAsync(AccountRow? account, string password, CancellationToken cancellation) =>
        password.Length > Passwords.MaximumLength
            ? PasswordVerificationResult.Failed
            : await passwords.VerifyAsync(account?.PasswordHash, password, cancellation);
}
