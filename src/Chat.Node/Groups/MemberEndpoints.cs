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
        var details = await entity.GetAsync(GroupIds.In(http), http.Caller().UserId, http.RequestAborted);
        var names = await profiles.FindManyAsync(details.Members.Select(member => member.UserId), http.RequestAborted);
        return Results.Json(
            new MembersAnswer(
                details.GroupId.Value, details.Revision,
                [.. details.Members.Select(member => MemberAnswer.Of(member, names.GetValueOrDefault(member.UserId)))]),
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
        var body = await RequestBody.ReadOptionalAsync(http, GroupJson.Default.MemberChange) ?? new MemberChange(null, null);
        var role = GroupRoles.Parse(body.Role);
        var details = await entity.GetAsync(group, caller, http.RequestAborted);
        if (details.Members.All(member => member.UserId != user))
        {
            if (role is null && body.Muted is not null)
                throw NoMember();
            details = await entity.AddAsync(group, caller, [user], http.RequestAborted);
            if (role == GroupRole.Member)
                role = null; // that he is now
        }

        if (role is { } wanted)
            details = await entity.SetRoleAsync(group, caller, user, wanted, http.RequestAborted);
        if (body.Muted is { } muted)
            details = await entity.MuteAsync(group, caller, user, muted, http.RequestAborted);
        var now = details.Members.FirstOrDefault(member => member.UserId == user) ?? throw NoMember();
        var profile = await profiles.FindAsync(user, http.RequestAborted);
        return Results.Json(MemberAnswer.Of(now, profile), GroupJson.Default.MemberAnswer);
    }

    private static async Task<IResult> RemoveAsync(HttpContext http, GroupEntity entity, GroupGuard guard)
    {
        var caller = http.Caller().UserId;
        guard.CheckChange(caller);
        var (group, user) = (GroupIds.In(http), MemberIds.In(http));
        if (user == caller)
            await entity.LeaveAsync(group, caller, http.RequestAborted);
        else
            await entity.RemoveAsync(group, caller, user, http.RequestAborted);
        return Results.NoContent();
    }

    private static ProblemException NoMember() => new(ErrorCode.UserNotFound, "This user is not a member of the group.", "user_id");
}
