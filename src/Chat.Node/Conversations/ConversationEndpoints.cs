using Chat.Domain.Users.Conversations;
using Chat.Node.Groups;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Node.Users;

namespace Chat.Node.Conversations;

/// <summary><c>/api/conversations</c>: what one talks about with whom, and how one wants that to be treated.</summary>
internal static class ConversationEndpoints
{
    private const int LargestPage = 100;

    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        var conversations = routes.MapGroup("/api/conversations").RequireBearer();
        conversations.MapGet("", ListAsync);
        conversations.MapPatch("/{id}", ChangeAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http, ConversationList list)
    {
        var query = http.Request.Query;
        var page = await list.PageAsync(
            http.Caller().UserId, PageLimit.In(http, LargestPage), ConversationCursor.Parse(query["cursor"]), FlagOf(query["archived"]), http.RequestAborted);
        return Results.Json(page, ConversationJson.Default.ConversationsAnswer);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, UserEntity entity, GroupGuard guard)
    {
        var caller = http.Caller().UserId;
        guard.CheckChange(caller);
        var with = ConversationPath.Parse(RouteId.Last(http), caller);
        var change = await RequestBody.ReadAsync(http, ConversationJson.Default.ConversationChange);
        if (change is { Muted: null, MutedUntil: null, Archived: null })
            throw ProblemException.Missing("muted", "Nothing is to be changed: give muted, muted_until or archived.");
        if (change is { MutedUntil: not null, Muted: false })
            throw ProblemException.Invalid("muted_until", "muted_until has no meaning where muted is false.");
        var settings = await entity.SetConversationAsync(
            caller, with, change.MutedUntil is null ? change.Muted : true, change.MutedUntil, change.Archived, http.RequestAborted);
        return Answer(ConversationPath.NameOf(with, caller), settings);
    }

    private static IResult Answer(string name, ConversationSettings settings) =>
        Results.Json(ConversationAnswer.Of(name, settings), ConversationJson.Default.ConversationAnswer);

    private static bool? FlagOf(string? text) =>
        string.IsNullOrEmpty(text) ? null
        : bool.TryParse(text, out var flag) ? flag
        : throw ProblemException.Invalid("archived", "archived must be true or false.");
}
