using System.Text.Json.Serialization;
using Chat.Actors.Databases.Tables;
using Chat.Node.Accounts.Sessions;

namespace Chat.Node.Accounts;

internal sealed record RegisterRequest(string? Name, string? Password, string? DeviceId, string? DisplayName, string? UserId);

internal sealed record SignInRequest(string? Name, string? Password, string? DeviceId);

internal sealed record RefreshRequest(string? RefreshToken);

internal sealed record PasswordRequest(string? CurrentPassword, string? NewPassword);

/// <summary>What a device needs to go on. Times are Unix milliseconds.</summary>
internal sealed record SessionAnswer(
    string UserId, string? Name, string DisplayName, string DeviceId, string AuthToken, long ExpiresAt, string RefreshToken, long RefreshExpiresAt)
{
    public static SessionAnswer Of(Session session, ProfileRow? profile) => new(
        session.User.Value, profile?.Handle, profile?.DisplayName ?? profile?.Handle ?? session.User.Value, session.Device.Value,
        session.Access.Text, session.Access.ExpiresAt, session.Refresh.Text, session.RefreshExpiresAt);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RegisterRequest))]
[JsonSerializable(typeof(SignInRequest))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(PasswordRequest))]
[JsonSerializable(typeof(SessionAnswer))]
internal sealed partial class AccountJson : JsonSerializerContext;
