using Chat.Actors.Databases.Tables;
using Chat.Domain.Connections;
using Chat.Node.Accounts;
using Chat.Node.Configuration;
using Chat.Node.Problems;
using Chat.Node.Site;
using Chat.Node.Tokens;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Users;

/// <summary><c>/api/users</c>: oneself, others by id, others by handle.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/users").RequireBearer();
        users.MapGet("/me", GetMeAsync);
        users.MapPatch("/me", ChangeMeAsync);
        users.MapGet("/{id}", GetAsync);
        users.MapGet("", FindAsync);
    }

    private static async Task<IResult> GetMeAsync(HttpContext http, ProfileStore profiles, UserEntity entity, ChatSettings settings)
    {
        var user = http.Caller().UserId;
        return Me(user, await profiles.FindAsync(user, http.RequestAborted), await entity.HistoryAsync(user, http.RequestAborted), http, settings);
    }

    private static async Task<IResult> ChangeMeAsync(HttpContext http, ProfileStore profiles, UserEntity entity, ChatSettings settings)
    {
        var user = http.Caller().UserId;
        var change = await RequestBody.ReadAsync(http, UserJson.Default.UserChange);
        if (change.DisplayName is not null || change.KeepHistory is null)
            await profiles.SetDisplayNameAsync(user, DisplayName.Parse(change.DisplayName), http.RequestAborted);
        if (change.KeepHistory is { } keep)
            await entity.KeepHistoryAsync(user, keep, http.RequestAborted);
        return Me(user, await profiles.FindAsync(user, http.RequestAborted), await entity.HistoryAsync(user, http.RequestAborted), http, settings);
    }

    /// <summary>Who has no profile is known by his devices: an application that embeds chat keeps the accounts itself.</summary>
    private static async Task<IResult> GetAsync(HttpContext http, ProfileStore profiles, UserEntity entity)
    {
        if (!UserId.TryParse(RouteId.Last(http), out var user))
            throw ProblemException.Invalid("id", "This is not a user id: 1 to 255 bytes without control characters.");
        if (await profiles.FindAsync(user, http.RequestAborted) is { } profile)
            return Json(UserAnswer.Of(profile));
        if (user == http.Caller().UserId || (await entity.DevicesAsync(user, http.RequestAborted)).Count > 0)
            return Json(new UserAnswer(user.Value, null, user.Value));
        throw new ProblemException(ErrorCode.UserNotFound, "There is no such user.");
    }

    private static async Task<IResult> FindAsync(HttpContext http, HandleSearch search, ChatSettings settings)
    {
        var query = HandleSearch.Sought(http.Request.Query["query"]);
        if (query.Length == 0)
            throw ProblemException.Missing("query", "query is missing: a handle" + (settings.Accounts.FindByPrefix ? " or its beginning." : "."));
        IReadOnlyList<ProfileRow> found =
            !AccountName.IsPrefix(query) ? []
            : settings.Accounts.FindByPrefix ? await search.FindByPrefixAsync(query, http.RequestAborted)
            : await search.FindAsync(query, http.RequestAborted);
        return Results.Json(new UsersAnswer([.. found.Select(UserAnswer.Of)]), UserJson.Default.UsersAnswer);
    }

    private static IResult Me(UserId user, ProfileRow? profile, ConnectionMessages.HistoryState history, HttpContext http, ChatSettings settings)
    {
        var link = profile?.Handle is { } handle ? $"{PublicAddress.Of(http, settings.Http)}/u/{handle}" : null;
        var displayName = profile?.DisplayName ?? profile?.Handle ?? user.Value;
        return Results.Json(new OwnUserAnswer(user.Value, profile?.Handle, displayName, link, history.On), UserJson.Default.OwnUserAnswer);
    }

    private static IResult Json(UserAnswer user) => Results.Json(user, UserJson.Default.UserAnswer);
}
