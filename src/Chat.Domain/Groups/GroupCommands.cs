using Chat.Domain.Sends;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>A command to a group's entity. It may be lost, repeated or late; each says how it is made safe.</summary>
public abstract record GroupCommand(GroupId GroupId) : IEntityMessage
{
    public EntityAddress Entity => EntityAddress.Of(GroupId);
}

/// <summary>A question or wish of a user, by REST. Answered to <paramref name="ReplyTo"/>, which repeats it until then.</summary>
/// <param name="Actor">Who asks; his rights are judged by the group.</param>
public abstract record GroupRequest(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor) : GroupCommand(GroupId);

/// <summary>A message from the entity of a member. It may be old: only what can be merged in any order, or carries a token, counts.</summary>
/// <param name="Node">Where the member's entity lives now; a hint for batches, 0 where unknown.</param>
public abstract record MemberMessage(GroupId GroupId, UserId Member, long Node) : GroupCommand(GroupId);

/// <summary>All commands of the group entity, by who sends them.</summary>
public static partial class GroupCommands
{
    // From the connection of a sender (M1, M2). His other devices get the message as every member's do, so no echo is owed.

    /// <summary>Answered by <c>SendAccepted</c>, <c>SendRefused</c> or <c>ResendFrom</c>.</summary>
    public sealed record SendMessage(
        GroupId GroupId, ConnectionAddress Session, long N, long Oldest, UserId Sender, DeviceId SenderDevice,
        ClientMessageId ClientMessageId, MessageBody Body, long Floor) : GroupCommand(GroupId), ISend;

    // From REST. A change is answered by GroupChanged or Failed; repeating one that has been made changes nothing more.

    /// <summary>The asker makes the id, so that repeating creates nothing twice. Answered by <c>GroupInfo</c>.</summary>
    /// <param name="Members">Without the actor, who becomes the owner.</param>
    public sealed record CreateGroup(
        GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Name, IReadOnlyList<UserId> Members) : GroupRequest(GroupId, ReplyTo, Actor);

    public sealed record RenameGroup(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Name) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <summary>All of them or none; who is a member already stays as he is.</summary>
    public sealed record AddMembers(
        GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, IReadOnlyList<UserId> Members) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <summary>Removing oneself is leaving.</summary>
    public sealed record RemoveMember(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, UserId Member) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <summary>Making somebody the owner hands the group over: the owner becomes an admin.</summary>
    public sealed record SetRole(
        GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, UserId Member, GroupRole Role) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <param name="Until">Unix milliseconds; null until it is undone.</param>
    public sealed record MuteMember(
        GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, UserId Member, long? Until) : GroupRequest(GroupId, ReplyTo, Actor);

    public sealed record UnmuteMember(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, UserId Member) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <summary>Which parts of the log the actor may see, former members included. Answered by <c>GroupStretches</c>.</summary>
    public sealed record GetStretches(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <summary>Answered by <c>GroupInfo</c>.</summary>
    public sealed record GetGroup(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <summary>The group as the actor's list of conversations shows it. Answered by <c>GroupLatest</c>.</summary>
    /// <param name="Read">Stamp up to which he has read as his own entity knows it; the group may be about to hear of it.</param>
    public sealed record GetLatest(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, long Read) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <summary>Who has received and read a message of the actor's. Answered by <c>GroupReceiptList</c>.</summary>
    public sealed record GetReceipts(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, MessageId MessageId) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <summary>Answered by <c>InviteCreated</c>. The asker makes the secret, of which the group keeps only a hash.</summary>
    /// <param name="ExpiresAt">Unix milliseconds; null for never.</param>
    /// <param name="MaxUses">Null for any number.</param>
    public sealed record CreateInvite(
        GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Secret, long? ExpiresAt, int? MaxUses) : GroupRequest(GroupId, ReplyTo, Actor);

    public sealed record RevokeInvite(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Invite) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <summary>Answered by <c>InviteList</c>.</summary>
    public sealed record ListInvites(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor) : GroupRequest(GroupId, ReplyTo, Actor);

    /// <summary>The actor adds himself. A wrong secret is answered like every question of somebody who is not a member.</summary>
    public sealed record JoinByInvite(GroupId GroupId, ConnectionAddress ReplyTo, UserId Actor, string Secret) : GroupRequest(GroupId, ReplyTo, Actor);

    // From administration.

    /// <summary>What the entity knows of its group, for an operator: never contents. Answered by <c>GroupInspected</c>; counts as no use of the entity.</summary>
    public sealed record Inspect(GroupId GroupId, ConnectionAddress ReplyTo) : GroupCommand(GroupId)
    {
        /// <summary>Also what it knows of this message; none where it is not about one.</summary>
        public MessageId Message { get; init; }
    }

    /// <summary>The group takes no more messages than so many a second, its members' all together. Answered by <c>Done</c> once durable, or <c>Failed</c>.</summary>
    /// <param name="PerSecond">0: none at all; null: there is no limit.</param>
    public sealed record LimitRate(GroupId GroupId, ConnectionAddress ReplyTo, int? PerSecond) : GroupCommand(GroupId);

    // From the node's own jobs; no answer.

    /// <summary>Wake up and go on with what is owed (R5).</summary>
    public sealed record Wake(GroupId GroupId) : GroupCommand(GroupId);

    /// <summary>
    /// Rows of the entity are older than the retention: expire what has to, and let go of what snapshots cover. May be repeated. Answered by
    /// <c>CleanedUp</c>; whoever was woken by nothing else sleeps again at once.
    /// </summary>
    public sealed record CleanUp(GroupId GroupId, ConnectionAddress ReplyTo) : GroupCommand(GroupId);

    /// <summary>Write the table of groups and members anew, whatever it says.</summary>
    public sealed record Relist(GroupId GroupId) : GroupCommand(GroupId);
}
