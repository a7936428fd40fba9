using Microsoft.AspNetCore.Http.Features;

namespace Chat.Node.Problems;

/// <summary>
/// An id at the end of a path. Ids may hold any character; routing leaves an encoded slash encoded, so it is read from the request line.
/// </summary>
internal static class RouteId
{
    public static string Last(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.AsSpan(0, target.IndexOf('?') is >= 0 and var query ? query : target.Length).TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..].ToString());
    }
}
