using Chat.Node.Problems;
using Chat.Protocol.Frames;

namespace Chat.Node.Groups;

/// <summary>Roles as JSON has them.</summary>
internal static class GroupRoles
{
    public static string ToWire(this GroupRole role) => role switch
    {
        GroupRole.Owner => "owner",
        GroupRole.Admin => "admin",
        _ => "member",
    };

    /// <exception cref="ProblemException">Not a role.</exception>
    public static GroupRole? Parse(string? text) => text switch
    {
        null => null,
        "owner" => GroupRole.Owner,
        "admin" => GroupRole.Admin,
        "member" => GroupRole.Member,
        _ => throw ProblemException.Invalid("role", "role must be owner, admin or member."),
    };
}
