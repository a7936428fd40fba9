using Chat.Node.Accounts.Sessions;
using Chat.Node.Configuration;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Node.Users;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Accounts;

/// <summary>
/// A new account. The user id and the name may live in different databases, so there is no transaction over both: the id is claimed
/// first, the name then decides, and a claim that lost is given back. A crash between leaves a claim that the same registration,
/// repeated, finds again.
/// </summary>
internal sealed class Registration(
    AccountStore accounts, ProfileStore profiles, SessionStore sessions, Passwords passwords, UserEntity entity, IRandomness randomness, ChatSettings settings)
{
    /// <summary>16 letters of base32 are 80 bits: two of a billion users meet once in a million installations.</summary>
    private const int UserIdLength = 16;

    public async Task<Session> RegisterAsync(RegisterRequest request, CancellationToken cancellation)
    {
        if (!settings.Accounts.Registration)
            throw new ProblemException(ErrorCode.Forbidden, "Registration is closed on this server.");
        var name = AccountName.Parse(request.Name);
        var password = Passwords.Check(request.Password, settings.Accounts.MinimumPasswordLength, "password");
        var device = AccountFields.Device(request.DeviceId);
        var displayName = request.DisplayName is null ? request.Name! : DisplayName.Parse(request.DisplayName);
        var chosen = request.UserId is null ? (UserId?)null : Chosen(request.UserId);
        if (await accounts.FindAsync(name, cancellation) is not null)
            throw NameTaken();
        var hash = await passwords.HashAsync(password, cancellation);
        var user = await ClaimAsync(chosen, name, displayName, cancellation);
        if (!await accounts.CreateAsync(name, user, hash, cancellation))
        {
            // The claim of whoever got the name, where both chose the same id, is not ours to give back.
            if ((await accounts.FindAsync(name, CancellationToken.None))?.UserId != user.Value)
                await profiles.ReleaseAsync(user, name, CancellationToken.None);
            throw NameTaken();
        }

        return await sessions.OpenAsync(user, device, cancellation);
    }

    private UserId Chosen(string text)
    {
        if (!settings.Accounts.ChooseUserId || TokenHosting.HasExternalIssuer(settings.Auth))
            throw ProblemException.Invalid("user_id", "user_id cannot be chosen on this server; leave it out.");
        return UserId.TryParse(text, out var user)
            ? user
            : throw ProblemException.Invalid("user_id", "user_id is not a user id: 1 to 255 bytes without control characters.");
    }

    private async Task<UserId> ClaimAsync(UserId? chosen, string name, string displayName, CancellationToken cancellation)
    {
        if (chosen is { } wanted)
        {
            // Someone who came with a token from elsewhere has devices but no profile: his id is not free either.
            if ((await entity.DevicesAsync(wanted, cancellation)).Count == 0 && await profiles.ClaimAsync(wanted, name, displayName, cancellation))
                return wanted;
            throw new ProblemException(
                ErrorCode.InvalidValue, "user_id is taken; choose another, or leave it out.", "user_id", status: StatusCodes.Status409Conflict);
        }

        while (true)
        {
            var user = new UserId(randomness.Text(UserIdLength));
            if (await profiles.ClaimAsync(user, name, displayName, cancellation))
                return user;
        }
    }

    private static ProblemException NameTaken() => new(
        ErrorCode.InvalidValue, "name is taken; choose another, or sign in if it is yours.", "name", status: StatusCodes.Status409Conflict);
}
