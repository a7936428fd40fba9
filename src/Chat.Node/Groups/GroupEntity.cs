using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Groups.Members;
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

    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1.5);

    public Task<ConnectionMessages.GroupInfo> CreateAsync(
        GroupId group, UserId creator, string name, IReadOnlyList<UserId> members, CancellationToken cancellation) =>
        AskAsync<ConnectionMessages.GroupInfo>(address => new GroupCommands.CreateGroup(group, address, creator, name, members), cancellation);

    public Task<ConnectionMessages.GroupInfo> GetAsync(GroupId group, UserId asker, CancellationToken cancellation) =>
        AskAsync<ConnectionMessages.GroupInfo>(address => new GroupCommands.GetGroup(group, address, asker), cancellation);

    /// <summary>As a list shows it; asked of many groups at once, so it waits for none of them for long.</summary>
    /// <param name="read">Stamp up to which the asker has read, as his own entity knows it.</param>
    public Task<ConnectionMessages.GroupLatest> LatestAsync(GroupId group, UserId asker, long read, CancellationToken cancellation) =>
        AskAsync<ConnectionMessages.GroupLatest>(address => new GroupCommands.GetLatest(group, address, asker, read), cancellation, Glance);

    public Task RenameAsync(GroupId group, UserId actor, string name, CancellationToken cancellation) =>
        ChangeAsync(address => new GroupCommands.RenameGroup(group, address, actor, name), cancellation);

    public Task AddAsync(GroupId group, UserId actor, UserId member, CancellationToken cancellation) =>
        ChangeAsync(address => new GroupCommands.AddMembers(group, address, actor, [member]), cancellation);

    public Task SetRoleAsync(GroupId group, UserId actor, UserId member, GroupRole role, CancellationToken cancellation) =>
        ChangeAsync(address => new GroupCommands.SetRole(group, address, actor, member, role), cancellation);

    /// <param name="until">Unix milliseconds; null until it is undone.</param>
    public Task MuteAsync(GroupId group, UserId actor, UserId member, long? until, CancellationToken cancellation) =>
        ChangeAsync(address => new GroupCommands.MuteMember(group, address, actor, member, until), cancellation);

    public Task UnmuteAsync(GroupId group, UserId actor, UserId member, CancellationToken cancellation) =>
        ChangeAsync(address => new GroupCommands.UnmuteMember(group, address, actor, member), cancellation);

    /// <summary>Who removes himself leaves.</summary>
    public Task RemoveAsync(GroupId group, UserId actor, UserId member, CancellationToken cancellation) =>
        ChangeAsync(address => new GroupCommands.RemoveMember(group, address, actor, member), cancellation);

    /// <summary>The positions that a member may see; a former one, too, while the group knows him.</summary>
    public async Task<IReadOnlyList<Interval>> StretchesAsync(GroupId group, UserId asker, CancellationToken cancellation) =>
        (await AskAsync<ConnectionMessages.GroupStretches>(address => new GroupCommands.GetStretches(group, address, asker), cancellation)).Stretches;

    public async Task<IReadOnlyList<MemberReceipt>> ReceiptsAsync(GroupId group, UserId asker, MessageId message, CancellationToken cancellation) =>
        (await AskAsync<ConnectionMessages.GroupReceiptList>(
            address => new GroupCommands.GetReceipts(group, address, asker, message), cancellation)).Receipts;

    public async Task<InviteInfo> CreateInviteAsync(
        InviteToken token, UserId actor, long? expiresAt, int? maxUses, CancellationToken cancellation) =>
        (await AskAsync<ConnectionMessages.InviteCreated>(
            address => new GroupCommands.CreateInvite(token.Group, address, actor, token.Secret, expiresAt, maxUses), cancellation)).Invite;

    public async Task<IReadOnlyList<InviteInfo>> InvitesAsync(GroupId group, UserId asker, CancellationToken cancellation) =>
        (await AskAsync<ConnectionMessages.InviteList>(address => new GroupCommands.ListInvites(group, address, asker), cancellation)).Invites;

    public Task RevokeInviteAsync(GroupId group, UserId actor, string invite, CancellationToken cancellation) =>
        ChangeAsync(address => new GroupCommands.RevokeInvite(group, address, actor, invite), cancellation);

    public Task<ConnectionMessages.InviteSeen> LookAtAsync(InviteToken token, UserId asker, CancellationToken cancellation) =>
        AskAsync<ConnectionMessages.InviteSeen>(
            address => new GroupCommands.LookAtInvite(token.Group, address, asker, token.Secret), cancellation);

    public Task<ConnectionMessages.GroupChanged> JoinAsync(InviteToken token, UserId user, CancellationToken cancellation) =>
        ChangeAsync(address => new GroupCommands.JoinByInvite(token.Group, address, user, token.Secret), cancellation);

    private Task<ConnectionMessages.GroupChanged> ChangeAsync(Func<ConnectionAddress, GroupRequest> command, CancellationToken cancellation) =>
        AskAsync<ConnectionMessages.GroupChanged>(command, cancellation);

    private async Task<T> AskAsync<T>(
        Func<ConnectionAddress, GroupRequest> command, CancellationToken cancellation, TimeSpan? patience = null)
        where T : ConnectionMessage
    {
        try
        {
            return await requests.AskAsync(command, patience ?? Patience, cancellation) switch
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
