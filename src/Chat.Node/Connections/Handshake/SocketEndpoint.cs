using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Chat.Node.Connections.Handshake;

/// <summary>
/// <c>/ws</c> within the HTTP pipeline, for an upgrade that is not the first request of its connection: proxies and HTTP clients reuse
/// connections. The same in effect as <see cref="SocketMiddleware"/>, for 5 KiB more.
/// </summary>
internal sealed class SocketEndpoint(SocketAcceptor acceptor, WebSocketHandshake handshake, ClientAddresses addresses)
{
    public async Task RunAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        var upgrade = context.Features.Get<IHttpUpgradeFeature>();
        if (upgrade is not { IsUpgradableRequest: true } || !HeaderList.Contains(headers.Upgrade.ToString(), "websocket"))
        {
            await RefuseAsync(context, HandshakeAnswer.Refuse(StatusCodes.Status426UpgradeRequired, "This is a WebSocket endpoint."));
            return;
        }

        var request = new HandshakeRequest(
            Single(headers.Host), Single(headers.Origin), Single(headers.SecWebSocketKey), Single(headers.SecWebSocketVersion),
            headers.SecWebSocketProtocol.ToString(), headers.TryGetValue("X-Forwarded-For", out var forwarded) ? forwarded.ToString() : null);
        // Two origins are as good as a foreign one.
        var answer = headers.Origin.Count > 1
            ? HandshakeAnswer.Refuse(StatusCodes.Status400BadRequest, "The request must have one Origin header at most.")
            : acceptor.Refusal ?? handshake.Decide(request);
        if (!answer.IsAccepted)
        {
            await RefuseAsync(context, answer);
            return;
        }

        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = answer.Accept;
        if (answer.Protocol is not null)
            context.Response.Headers.SecWebSocketProtocol = answer.Protocol;
        var client = addresses.Resolve(context.Connection.RemoteIpAddress, request.ForwardedFor);
        await using var stream = await upgrade.UpgradeAsync();
        var input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true, useZeroByteReads: true));
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await acceptor.RunAsync(new SocketTransport(input, output, context.Abort, client));
        await input.CompleteAsync();
        await output.CompleteAsync();
    }

    private static string? Single(StringValues values) => values.Count == 1 ? values[0] : null;

    private static Task RefuseAsync(HttpContext context, HandshakeAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "text/plain";
        if (answer.Status == StatusCodes.Status426UpgradeRequired)
        {
            context.Response.Headers.Upgrade = "websocket";
            context.Response.Headers.SecWebSocketVersion = WebSocketHandshake.Version;
        }

        return context.Response.WriteAsync(answer.Reason);
    }
}
