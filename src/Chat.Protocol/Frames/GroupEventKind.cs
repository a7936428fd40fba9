namespace Chat.Protocol.Frames;

/// <summary>What has changed in a group; the <c>event</c> of a <c>group_event</c> frame.</summary>
public enum GroupEventKind
{
    Created,
    Renamed,
    MemberAdded,
    MemberRemoved,
    MemberLeft,
    RoleChanged,
    MemberMuted,
    MemberUnmuted,
}
