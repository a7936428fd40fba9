using Chat.Domain.Groups;
using Chat.Node.Problems;

namespace Chat.Node.Groups;

/// <summary>Roles and changes of groups as the wire has them.</summary>
internal static class GroupWords
{
    public static string ToWire(this GroupRole role) => role switch
    {
        GroupRole.Owner => "owner",
        GroupRole.Admin => "admin",
        GroupRole.Member => "member",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    public static string ToWire(this GroupChangeKind kind) => kind switch
    {
        GroupChangeKind.Created => "created",
        GroupChangeKind.Renamed => "renamed",
        GroupChangeKind.MemberAdded => "member_added",
        GroupChangeKind.MemberRemoved => "member_removed",
        GroupChangeKind.MemberLeft => "member_left",
        GroupChangeKind.RoleChanged => "role_changed",
        GroupChangeKind.MemberMuted => "member_muted",
        GroupChangeKind.MemberUnmuted => "member_unmuted",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <exception cref="ProblemException">Not a role.</exception>
    public static GroupRole? ParseRole(string? text) => text switch
    {
        null => null,
        "owner" => GroupRole.Owner,
        "admin" => GroupRole.Admin,
        "member" => GroupRole.Member,
        _ => throw ProblemException.Invalid("role", "role must be owner, admin or member."),
    };
}
