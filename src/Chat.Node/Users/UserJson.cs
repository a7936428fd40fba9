using System.Text.Json.Serialization;
using Chat.Actors.Databases.Tables;

namespace Chat.Node.Users;

/// <param name="Name">The handle; null for a user whose account is elsewhere.</param>
internal sealed record UserAnswer(string UserId, string? Name, string DisplayName)
{
    public static UserAnswer Of(ProfileRow row) => new(row.UserId, row.Handle, row.DisplayName ?? row.Handle ?? row.UserId);
}

/// <param name="KeepHistory">Whether the server keeps his messages.</param>
/// <param name="Link">"Chat with me": what others open; null without a handle.</param>
internal sealed record OwnUserAnswer(string UserId, string? Name, string DisplayName, string? Link, bool KeepHistory);

internal sealed record UsersAnswer(IReadOnlyList<UserAnswer> Users);

/// <summary>What is absent stays as it is.</summary>
internal sealed record UserChange(string? DisplayName, bool? KeepHistory);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(OwnUserAnswer))]
[JsonSerializable(typeof(UsersAnswer))]
[JsonSerializable(typeof(UserChange))]
internal sealed partial class UserJson : JsonSerializerContext;
