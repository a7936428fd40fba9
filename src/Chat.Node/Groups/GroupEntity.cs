using Chat.Domain;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Node.Connections;
using Chat.Node.Problems;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Groups;

/// <summary>
/// What REST asks a group's entity, on behalf of a user. All of it may be repeated: the entity knows what it has done. What it refuses
/// is a problem with its code; no answer in time is <c>unavailable</c>.
/// </summary>
internal sealed class GroupEntity(EntityRequests requests)
{
    /// <summary>Long enough for an entity that wakes on another node, short enough for someone who looks at a button.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public Task<GroupAnswers.Details> CreateAsync(
        GroupId group, UserId creator, string name, IReadOnlyList<UserId> members, CancellationToken cancellation) =>
        AskAsync<GroupAnswers.Details>(address => new GroupCommands.Create(group, address, creator, name, members), cancellation);

    public Task<GroupAnswers.Details> GetAsync(GroupId group, UserId asker, CancellationToken cancellation) =>
        AskAsync<GroupAnswers.Details>(address => new GroupCommands.GetDetails(group, address, asker), cancellation);

    public Task<GroupAnswers.Details> RenameAsync(GroupId group, UserId actor, string name, CancellationToken cancellation) =>
        AskAsync<GroupAnswers.Details>(address => new GroupCommands.Rename(group, address, actor, name), cancellation);

    public Task<GroupAnswers.Details> AddAsync(GroupId group, UserId actor, IReadOnlyList<UserId> users, CancellationToken cancellation) =>
        AskAsync<GroupAnswers.Details>(address => new GroupCommands.AddMembers(group, address, actor, users), cancellation);

    public Task<GroupAnswers.Details> SetRoleAsync(GroupId group, UserId actor, UserId user, GroupRole role, CancellationToken cancellation) =>
        AskAsync<GroupAnswers.Details>(address => new GroupCommands.SetRole(group, address, actor, user, role), cancellation);

    public Task<GroupAnswers.Details> MuteAsync(GroupId group, UserId actor, UserId user, bool muted, CancellationToken cancellation) =>
        AskAsync<GroupAnswers.Details>(address => new GroupCommands.SetMuted(group, address, actor, user, muted), cancellation);

    public Task RemoveAsync(GroupId group, UserId actor, UserId user, CancellationToken cancellation) =>
        AskAsync<ConnectionMessage>(address => new GroupCommands.RemoveMember(group, address, actor, user), cancellation);

    public Task LeaveAsync(GroupId group, UserId actor, CancellationToken cancellation) =>
        AskAsync<ConnectionMessage>(address => new GroupCommands.Leave(group, address, actor), cancellation);

    public async Task<IReadOnlyList<GroupReceiptInfo>> ReceiptsAsync(
        GroupId group, UserId asker, MessageId message, CancellationToken cancellation) =>
        (await AskAsync<GroupAnswers.Receipts>(address => new GroupCommands.GetReceipts(group, address, asker, message), cancellation)).Members;

    public async Task<GroupInviteInfo> CreateInviteAsync(
        InviteToken token, UserId actor, long expiresAt, int? maxUses, CancellationToken cancellation)
    {
        var invites = await AskAsync<GroupAnswers.Invites>(
            address => new GroupCommands.CreateInvite(token.Group, address, actor, token.Invite, token.SecretHash, expiresAt, maxUses), cancellation);
        return invites.All.FirstOrDefault(invite => invite.Invite == token.Invite) ?? throw Unavailable();
    }

    public async Task<IReadOnlyList<GroupInviteInfo>> InvitesAsync(GroupId group, UserId asker, CancellationToken cancellation) =>
        (await AskAsync<GroupAnswers.Invites>(address => new GroupCommands.GetInvites(group, address, asker), cancellation)).All;

    public Task RevokeInviteAsync(GroupId group, UserId actor, string invite, CancellationToken cancellation) =>
        AskAsync<ConnectionMessage>(address => new GroupCommands.RevokeInvite(group, address, actor, invite), cancellation);

    public Task<GroupAnswers.Invitation> InvitationAsync(InviteToken token, UserId asker, CancellationToken cancellation) =>
        AskAsync<GroupAnswers.Invitation>(
            address => new GroupCommands.GetInvitation(token.Group, address, asker, token.Invite, token.SecretHash), cancellation);

    public Task<GroupAnswers.Details> JoinAsync(InviteToken token, UserId user, CancellationToken cancellation) =>
        AskAsync<GroupAnswers.Details>(address => new GroupCommands.Join(token.Group, address, user, token.Invite, token.SecretHash), cancellation);

    private async Task<T> AskAsync<T>(Func<ConnectionAddress, IEntityMessage> command, CancellationToken cancellation)
        where T : ConnectionMessage
    {
        try
        {
            return await requests.AskAsync(command, Patience, cancellation) switch
            {
                ConnectionMessages.Failed failed => throw new ProblemException(failed.Code, failed.Detail, retryAfter: RetryAfter(failed.Code)),
                T answer => answer,
                _ => throw Unavailable(),
            };
        }
        catch (TimeoutException)
        {
            throw Unavailable();
        }
    }

    private static TimeSpan? RetryAfter(ErrorCode code) => code.IsRetryable() ? TimeSpan.FromSeconds(2) : null;

    private static ProblemException Unavailable() => ProblemException.Unavailable("The group's node does not answer; repeat the request shortly.");
}
