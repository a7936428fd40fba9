using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Node.Users;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Groups;

/// <summary><c>/api/groups/{id}/members</c>. Who may do what is decided by the group; what a request asks for may be repeated.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder groups)
    {
        groups.MapGet("/{id}/members", ListAsync);
        groups.MapPut("/{id}/members/{user_id}", SetAsync);
        groups.MapDelete("/{id}/members/{user_id}", RemoveAsync);
    }

    /// <summary>With their names: a client need not ask for a hundred people one by one.</summary>
    private static async Task<IResult> ListAsync(HttpContext http, GroupEntity entity, ProfileStore profiles)
    {
        var group = await entity.GetAsync(GroupIds.In(http), http.Caller().UserId, http.RequestAborted);
        var names = await profiles.FindManyAsync(group.Members.Select(member => member.Member), http.RequestAborted);
        return Results.Json(
            new MembersAnswer(
                group.Group.Value, group.Revision, [.. group.Members.Select(member => MemberAnswer.Of(member, names.GetValueOrDefault(member.Member)))]),
            GroupJson.Default.MembersAnswer);
    }

    /// <summary>
    /// Adds somebody, or changes what a member is. <c>muted</c> alone adds nobody: it is about a member, and he may have left a moment ago.
    /// </summary>
    private static async Task<IResult> SetAsync(HttpContext http, GroupEntity entity, GroupGuard guard, ProfileStore profiles)
    {
        var caller = http.Caller().UserId;
        guard.CheckChange(caller);
        var (group, user) = (GroupIds.In(http), MemberIds.In(http));
        var body = await RequestBody.ReadOptionalAsync(http, GroupJson.Default.MemberChange) ?? new MemberChange(null, null, null);
        var role = GroupWords.ParseRole(body.Role);
        if (body is { MutedUntil: not null, Muted: not true })
            throw ProblemException.Invalid("muted_until", "muted_until is the end of a mute: give it with \"muted\": true.");
        var before = await entity.GetAsync(group, caller, http.RequestAborted);
        if (MemberIn(before, user) is null)
        {
            if (role is null && body.Muted is not null)
                throw NoMember();
            // Before he is added: a refusal has changed nothing. The group would say the same afterwards.
            if (role is not (null or GroupRole.Member) && MemberIn(before, caller)?.Role != GroupRole.Owner)
                throw new ProblemException(ErrorCode.Forbidden, "Only the owner gives and takes roles.", "role");
            await entity.AddAsync(group, caller, user, http.RequestAborted);
            if (role == GroupRole.Member)
                role = null; // that he is now
        }

        if (role is { } wanted)
            await entity.SetRoleAsync(group, caller, user, wanted, http.RequestAborted);
        if (body.Muted == true)
            await entity.MuteAsync(group, caller, user, body.MutedUntil, http.RequestAborted);
        else if (body.Muted == false)
            await entity.UnmuteAsync(group, caller, user, http.RequestAborted);
        var now = MemberIn(await entity.GetAsync(group, caller, http.RequestAborted), user) ?? throw NoMember();
        return Results.Json(MemberAnswer.Of(now, await profiles.FindAsync(user, http.RequestAborted)), GroupJson.Default.MemberAnswer);
    }

    /// <summary>Who removes himself leaves.</summary>
    private static async Task<IResult> RemoveAsync(HttpContext http, GroupEntity entity, GroupGuard guard)
    {
        var caller = http.Caller().UserId;
        guard.CheckChange(caller);
        await entity.RemoveAsync(GroupIds.In(http), caller, MemberIds.In(http), http.RequestAborted);
        return Results.NoContent();
    }

    private static GroupMemberInfo? MemberIn(ConnectionMessages.GroupInfo group, UserId user) =>
        group.Members.FirstOrDefault(member => member.Member == user);

    private static ProblemException NoMember() => new(ErrorCode.UserNotFound, "This user is not a member of the group.", "user_id");
}
