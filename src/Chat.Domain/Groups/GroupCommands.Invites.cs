using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

public static partial class GroupCommands
{
    /// <summary>
    /// What somebody with a link is shown before he joins. Answered by <c>InviteSeen</c>; a wrong secret as in <see cref="JoinByInvite"/>.
    /// Changes nothing and uses nothing up.
    /// </summary>
    public sealed record LookAtInvite(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Secret) : GroupRequest(GroupId, ReplyTo, Actor);
}
