using Chat.Actors.Groups.Listing;
using Chat.Node.Configuration;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Protocol.Ids;

namespace Chat.Node.Groups;

/// <summary><c>/api/groups</c>: making and naming groups, those that one is in, who has received a message.</summary>
internal static class GroupEndpoints
{
    private const int LargestPage = 200;

    public static void MapGroups(this IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup("/api/groups").RequireBearer();
        groups.MapPost("", CreateAsync);
        groups.MapGet("", ListAsync);
        groups.MapGet("/{id}", GetAsync);
        groups.MapPatch("/{id}", RenameAsync);
        groups.MapPost("/{id}/leave", LeaveAsync);
        groups.MapGet("/{id}/messages/{message_id}/receipts", ReceiptsAsync);
        groups.MapMembers();
        groups.MapInvites();
        routes.MapInvitations();
    }

    /// <summary>With a <c>client_request_id</c> it may be repeated: the same request makes the same group.</summary>
    private static async Task<IResult> CreateAsync(HttpContext http, GroupEntity entity, GroupGuard guard, GroupIds ids, ChatSettings settings)
    {
        var creator = http.Caller().UserId;
        guard.CheckCreation(creator);
        var body = await RequestBody.ReadAsync(http, GroupJson.Default.CreateGroupRequest);
        var name = GroupName.Parse(body.Name, settings.Groups);
        var members = MemberIds.Parse(body.MemberIds, creator, settings.Groups.Members);
        var made = await entity.CreateAsync(ids.New(creator, RequestOf(body)), creator, name, members, http.RequestAborted);
        http.Response.Headers.Location = $"/api/groups/{made.Group}";
        return Results.Json(GroupAnswer.Of(made, creator), GroupJson.Default.GroupAnswer, statusCode: StatusCodes.Status201Created);
    }

    /// <summary>From the listing, which follows the groups themselves within moments.</summary>
    private static async Task<IResult> ListAsync(HttpContext http, IGroupListing listing)
    {
        var limit = PageLimit.In(http, LargestPage);
        var after = AfterOf(http.Request.Query["cursor"]);
        var rows = await listing.ListOfAsync(http.Caller().UserId, after, limit, http.RequestAborted);
        var next = rows.Count == limit ? rows[^1].Group.Value : null;
        return Results.Json(new GroupsAnswer([.. rows.Select(ListedGroup.Of)], next), GroupJson.Default.GroupsAnswer);
    }

    private static async Task<IResult> GetAsync(HttpContext http, GroupEntity entity)
    {
        var caller = http.Caller().UserId;
        return await DescribeAsync(GroupIds.In(http), caller, entity, http.RequestAborted);
    }

    private static async Task<IResult> RenameAsync(HttpContext http, GroupEntity entity, GroupGuard guard, ChatSettings settings)
    {
        var caller = http.Caller().UserId;
        guard.CheckChange(caller);
        var body = await RequestBody.ReadAsync(http, GroupJson.Default.GroupRenaming);
        var group = GroupIds.In(http);
        await entity.RenameAsync(group, caller, GroupName.Parse(body.Name, settings.Groups), http.RequestAborted);
        return await DescribeAsync(group, caller, entity, http.RequestAborted);
    }

    private static async Task<IResult> LeaveAsync(HttpContext http, GroupEntity entity, GroupGuard guard)
    {
        var caller = http.Caller().UserId;
        guard.CheckChange(caller);
        await entity.RemoveAsync(GroupIds.In(http), caller, caller, http.RequestAborted);
        return Results.NoContent();
    }

    private static async Task<IResult> ReceiptsAsync(HttpContext http, GroupEntity entity)
    {
        if (!MessageId.TryParse((string?)http.GetRouteValue("message_id"), out var message))
            throw ProblemException.Invalid("message_id", "This is not a message_id as the server gives it.");
        var group = GroupIds.In(http);
        var receipts = await entity.ReceiptsAsync(group, http.Caller().UserId, message, http.RequestAborted);
        return Results.Json(ReceiptsAnswer.Of(group, message, receipts), GroupJson.Default.ReceiptsAnswer);
    }

    /// <summary>The group as it is now, which may be later than the change that was asked for.</summary>
    internal static async Task<IResult> DescribeAsync(GroupId group, UserId asker, GroupEntity entity, CancellationToken cancellation) =>
        Results.Json(GroupAnswer.Of(await entity.GetAsync(group, asker, cancellation), asker), GroupJson.Default.GroupAnswer);

    private static ClientMessageId? RequestOf(CreateGroupRequest body) =>
        string.IsNullOrEmpty(body.ClientRequestId) ? null
        : ClientMessageId.TryParse(body.ClientRequestId, out var id) ? id
        : throw ProblemException.Invalid("client_request_id", "client_request_id must have 1 to 64 bytes without control characters.");

    private static GroupId? AfterOf(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : GroupId.TryParse(text, out var group) ? group
        : throw ProblemException.Invalid("cursor", "cursor must be the next_cursor of the page before.");
}
