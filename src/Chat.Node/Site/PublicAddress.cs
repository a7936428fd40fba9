using Chat.Node.Configuration;

namespace Chat.Node.Site;

/// <summary>The address that people reach the page at, for links that they hand on.</summary>
internal static class PublicAddress
{
    /// <summary>As configured, else as the request came; without a slash at its end.</summary>
    public static string Of(HttpContext http, HttpSettings settings)
    {
        if (settings.PublicUrl is not { } configured)
            return $"{http.Request.Scheme}://{http.Request.Host}";
        var url = new Uri(configured);
        return $"{(url.Scheme is "wss" or "https" ? "https" : "http")}://{url.Authority}";
    }
}
