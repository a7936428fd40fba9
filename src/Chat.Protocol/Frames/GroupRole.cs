namespace Chat.Protocol.Frames;

/// <summary>What a member may do in a group; <c>owner</c>, <c>admin</c>, <c>member</c> on the wire.</summary>
public enum GroupRole
{
    Owner,
    Admin,
    Member,
}
