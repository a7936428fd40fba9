using System.Globalization;

namespace Chat.Node.Problems;

/// <summary>How many a page holds at most: <c>limit</c> in the query.</summary>
internal static class PageLimit
{
    private const int Default = 50;

    /// <exception cref="ProblemException">It is not a number between 1 and the largest.</exception>
    public static int In(HttpContext http, int largest) =>
        http.Request.Query["limit"].ToString() is not { Length: > 0 } text ? Default
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit > 0 && limit <= largest ? limit
        : throw ProblemException.Invalid("limit", $"limit must be a number from 1 to {largest}.");
}
