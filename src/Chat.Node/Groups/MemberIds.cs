using Chat.Node.Problems;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Groups;

/// <summary>Users named in the body or path of a request about a group.</summary>
internal static class MemberIds
{
    /// <summary>Each once, without the one who asks; the group's own bound is the group's to judge.</summary>
    public static IReadOnlyList<UserId> Parse(IReadOnlyList<string?>? texts, UserId without, int limit)
    {
        const string field = "member_ids";
        if (texts is { Count: var count } && count > limit)
            throw new ProblemException(ErrorCode.GroupFull, $"A group may have {limit} members.", field);
        var users = new List<UserId>();
        foreach (var text in texts ?? [])
        {
            if (!UserId.TryParse(text, out var user))
                throw ProblemException.Invalid(field, $"Each of {field} must be a user id: 1 to 255 bytes without control characters.");
            if (user != without && !users.Contains(user))
                users.Add(user);
        }

        return users;
    }

    /// <summary>The last segment of the path.</summary>
    public static UserId In(HttpContext http) =>
        UserId.TryParse(RouteId.Last(http), out var user)
            ? user
            : throw ProblemException.Invalid("user_id", "This is not a user id: 1 to 255 bytes without control characters.");
}
