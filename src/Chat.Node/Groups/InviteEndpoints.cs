using Chat.Node.Configuration;
using Chat.Node.Problems;
using Chat.Node.Site;
using Chat.Node.Tokens;
using Chat.Protocol.Frames;

namespace Chat.Node.Groups;

/// <summary><c>/api/groups/{id}/invites</c>, for those who manage a group, and <c>/api/invites/{token}</c>, for those who are invited.</summary>
internal static class InviteEndpoints
{
    /// <summary>The longest life of an invite: a link that is found years later should open nothing.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public static void MapInvites(this IEndpointRouteBuilder groups)
    {
        groups.MapPost("/{id}/invites", CreateAsync);
        groups.MapGet("/{id}/invites", ListAsync);
        groups.MapDelete("/{id}/invites/{invite}", RevokeAsync);
    }

    public static void MapInvitations(this IEndpointRouteBuilder routes)
    {
        var invitations = routes.MapGroup("/api/invites").RequireBearer();
        invitations.MapGet("/{token}", LookAsync);
        invitations.MapPost("/{token}", JoinAsync);
    }

    /// <summary>The link is told here and never again.</summary>
    private static async Task<IResult> CreateAsync(
        HttpContext http, GroupEntity entity, GroupGuard guard, IRandomness randomness, TimeProvider time, ChatSettings settings)
    {
        var caller = http.Caller().UserId;
        guard.CheckChange(caller);
        var body = await RequestBody.ReadOptionalAsync(http, GroupJson.Default.InviteRequest) ?? new InviteRequest(null, null);
        var token = InviteToken.New(GroupIds.In(http), randomness);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var invite = await entity.CreateInviteAsync(token, caller, now + LifeOf(body), UsesOf(body), http.RequestAborted);
        var url = $"{PublicAddress.Of(http, settings.Http)}/g/{Uri.EscapeDataString(token.Text)}";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(InviteAnswer.Of(invite, url), GroupJson.Default.InviteAnswer, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext http, GroupEntity entity)
    {
        var invites = await entity.InvitesAsync(GroupIds.In(http), http.Caller().UserId, http.RequestAborted);
        return Results.Json(new InvitesAnswer([.. invites.Select(invite => InviteAnswer.Of(invite, null))]), GroupJson.Default.InvitesAnswer);
    }

    private static async Task<IResult> RevokeAsync(HttpContext http, GroupEntity entity, GroupGuard guard)
    {
        var caller = http.Caller().UserId;
        guard.CheckChange(caller);
        await entity.RevokeInviteAsync(GroupIds.In(http), caller, RouteId.Last(http), http.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> LookAsync(HttpContext http, GroupEntity entity, GroupGuard guard)
    {
        var caller = http.Caller().UserId;
        guard.CheckInvitation(caller);
        var token = TokenIn(http);
        var seen = await OpenAsync(() => entity.LookAtAsync(token, caller, http.RequestAborted));
        return Results.Json(
            new InvitationAnswer(token.Group.Value, seen.Name, seen.MemberCount, seen.IsMember), GroupJson.Default.InvitationAnswer);
    }

    /// <summary>Who is a member already stays one, and uses nothing up.</summary>
    private static async Task<IResult> JoinAsync(HttpContext http, GroupEntity entity, GroupGuard guard)
    {
        var caller = http.Caller().UserId;
        guard.CheckInvitation(caller);
        var token = TokenIn(http);
        await OpenAsync(() => entity.JoinAsync(token, caller, http.RequestAborted));
        return await GroupEndpoints.DescribeAsync(token.Group, caller, entity, http.RequestAborted);
    }

    /// <summary>A link that is no good names nothing: whoever holds it is told so, not that he is no member.</summary>
    private static async Task<T> OpenAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ProblemException refused) when (refused.Code == ErrorCode.NotMember)
        {
            throw new ProblemException(ErrorCode.GroupNotFound, refused.Message);
        }
    }

    private static InviteToken TokenIn(HttpContext http) =>
        InviteToken.TryParse(RouteId.Last(http), out var token)
            ? token
            : throw new ProblemException(ErrorCode.GroupNotFound, "This invite link leads nowhere.");

    private static long LifeOf(InviteRequest body) => body.ExpiresIn switch
    {
        null => (long)Longest.TotalMilliseconds,
        > 0 and var seconds when seconds <= Longest.TotalSeconds => seconds * 1000,
        _ => throw ProblemException.Invalid("expires_in", $"expires_in must be seconds, from 1 to {(long)Longest.TotalSeconds}."),
    };

    private static int? UsesOf(InviteRequest body) => body.MaxUses is null or > 0
        ? body.MaxUses
        : throw ProblemException.Invalid("max_uses", "max_uses must be 1 or more; leave it out for any number.");
}
