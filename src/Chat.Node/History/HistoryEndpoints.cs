using Chat.Actors.History;
using Chat.Domain.Groups.Members;
using Chat.Domain.Users.Conversations;
using Chat.Node.Configuration;
using Chat.Node.Conversations;
using Chat.Node.Groups;
using Chat.Node.Problems;
using Chat.Node.Tokens;
using Chat.Node.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Node.History;

/// <summary><c>/api/conversations/{id}/messages</c>: what the server has kept of a conversation, for those who have asked it to.</summary>
internal static class HistoryEndpoints
{
    private const int LargestPage = 100;

    public static void MapHistory(this IEndpointRouteBuilder routes) =>
        routes.MapGroup("/api/conversations").RequireBearer().MapGet("/{id}/messages", PageAsync);

    private static async Task<IResult> PageAsync(
        HttpContext http, UserEntity users, GroupEntity groups, IHistory history, ChatSettings settings, TimeProvider time)
    {
        var asker = http.Caller().UserId;
        var limit = PageLimit.In(http, LargestPage);
        var with = ConversationPath.Parse(RouteId.BeforeLast(http), asker);
        var (owner, peer, stretches) = await WhoseAsync(with, asker, groups, http.RequestAborted);
        var choice = await users.HistoryAsync(asker, http.RequestAborted);
        // What was kept before he chose to have it kept belongs to others, or to a choice that he has taken back.
        var since = Math.Max(choice.Since, (time.GetUtcNow() - settings.History.Retention).ToUnixTimeMilliseconds());
        var query = HistoryPlace.With(new HistoryQuery(owner, peer, since, limit) { Stretches = stretches }, http.Request.Query);
        if (!choice.On) return Json(new HistoryAnswer("off", [], false, null));
        var page = await history.PageAsync(query, http.RequestAborted);
        return Json(new HistoryAnswer("on", [.. page.Messages.Select(message => KeptMessage.Of(message, asker))], page.HasMore, since));
    }

    private static async Task<(EntityAddress Owner, UserId? Peer, IReadOnlyList<Interval>? Stretches)> WhoseAsync(
        ConversationPartner with, UserId asker, GroupEntity groups, CancellationToken cancellation) =>
        with.Group is { } group
            ? (EntityAddress.Of(group), null, await groups.StretchesAsync(group, asker, cancellation))
            : (EntityAddress.Of(asker), with.Peer, null);

    private static IResult Json(HistoryAnswer answer) => Results.Json(answer, HistoryJson.Default.HistoryAnswer);
}
