using System.Data.Common;
using Chat.Protocol.Frames;

namespace Chat.Node.Problems;

internal static partial class ProblemHosting
{
    /// <summary>
    /// Turns whatever goes wrong below <c>/api</c> into problem details. Comes before routing, so that it sees everything.
    /// </summary>
    public static IApplicationBuilder UseChatProblems(this IApplicationBuilder app) => app.Use(HandleAsync);

    /// <summary>Unknown routes and methods below <c>/api</c>.</summary>
    public static void MapUnknownRoutes(this IEndpointRouteBuilder routes) =>
        routes.Map("/api/{**rest}", (HttpContext http) => ProblemWriter.WriteAsync(
            http, StatusCodes.Status404NotFound, ErrorCode.UnknownType, $"There is no {http.Request.Method} {http.Request.Path}."))
            .WithOrder(int.MaxValue);

    private static async Task HandleAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (ProblemException problem) when (!http.Response.HasStarted)
        {
            await ProblemWriter.WriteAsync(http, problem);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            var code = bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? ErrorCode.ContentTooLarge : ErrorCode.InvalidValue;
            await ProblemWriter.WriteAsync(http, bad.StatusCode, code, bad.Message);
        }
        catch (Exception e) when (!http.Response.HasStarted && e is DbException or TimeoutException)
        {
            Log.Unavailable(LogOf(http), http.Request.Method, http.Request.Path, e.Message);
            await ProblemWriter.WriteAsync(http, ProblemException.Unavailable("Something that this needs cannot be reached; repeat it shortly."));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is waiting for an answer.
        }
        catch (Exception e) when (!http.Response.HasStarted && http.Request.Path.StartsWithSegments("/api"))
        {
            Log.Failed(LogOf(http), e, http.Request.Method, http.Request.Path);
            await ProblemWriter.WriteAsync(
                http, StatusCodes.Status500InternalServerError, ErrorCode.Unavailable, "The server failed; the operator's log says why.",
                retryAfter: TimeSpan.FromSeconds(5));
        }
    }

    private static ILogger LogOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Chat.Node.Problems");

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Method} {Path} answered unavailable: {Reason}")]
        public static partial void Unavailable(ILogger log, string method, PathString path, string reason);

        [LoggerMessage(2, LogLevel.Error, "{Method} {Path} failed")]
        public static partial void Failed(ILogger log, Exception e, string method, PathString path);
    }
}
