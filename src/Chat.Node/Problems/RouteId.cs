using Microsoft.AspNetCore.Http.Features;

namespace Chat.Node.Problems;

/// <summary>
/// An id at the end of a path. Ids may hold any character; routing leaves an encoded slash encoded, so it is read from the request line.
/// </summary>
internal static class RouteId
{
    public static string Last(HttpContext http) => Segment(http, 0);

    /// <summary>The same where one fixed segment follows.</summary>
    public static string BeforeLast(HttpContext http) => Segment(http, 1);

    private static string Segment(HttpContext http, int fromEnd)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.AsSpan(0, target.IndexOf('?') is >= 0 and var query ? query : target.Length).TrimEnd('/');
        for (; fromEnd > 0; fromEnd--)
            path = path[..Math.Max(0, path.LastIndexOf('/'))];
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..].ToString());
    }
}
