using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Chat.Node.Site;

/// <summary>
/// The page that comes with the node: the folder <c>wwwroot</c> beside the program, wherever that was started from.
/// </summary>
internal static class SiteHosting
{
    /// <summary>Nothing from elsewhere, nothing inline: text of other users can never become script.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; " +
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>
    /// Serves files, <c>/</c>, and the addresses that the page reads: <c>/u/{handle}</c> ("chat with me") and <c>/g/{token}</c> (an invitation to
    /// a group). Comes before routing.
    /// </summary>
    /// <param name="folder">Another folder than the program's, for tests.</param>
    public static IApplicationBuilder UseChatSite(this IApplicationBuilder app, string? folder = null)
    {
        var root = Path.GetFullPath(folder ?? Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        if (!Directory.Exists(root))
            return app;
        var types = new FileExtensionContentTypeProvider();
        types.Mappings[".mjs"] = "text/javascript";
        types.Mappings[".js"] = "text/javascript";
        types.Mappings[".webmanifest"] = "application/manifest+json";
        var files = new PhysicalFileProvider(root);
        app.Use(static (http, next) =>
        {
            if (IsPage(http.Request))
                http.Request.Path = "/index.html";
            return next(http);
        });
        return app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = types,
            OnPrepareResponse = static context => SetHeaders(context.Context.Response.Headers),
        });
    }

    /// <summary>Every path with one segment below /u or /g, also of a handle that nobody has: the page says so.</summary>
    private static bool IsPage(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return false;
        return request.Path == "/" ||
            ((request.Path.StartsWithSegments("/u", out var rest) || request.Path.StartsWithSegments("/g", out rest))
                && rest.Value is { Length: > 1 } name && name.IndexOf('/', 1) < 0);
    }

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // Kept, but asked for again each time (ETag): a new version of the page is seen at once.
        headers.CacheControl = "no-cache";
    }
}
