using Chat.Protocol.Ids;

namespace Chat.Domain.Connections;

public static partial class ConnectionMessages
{
    /// <param name="IsMember">The one who asks is in the group already.</param>
    public sealed record InviteSeen(GroupId Group, string Name, int MemberCount, bool IsMember) : ConnectionMessage;
}
