using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Chat.Node.Connections.Handshake;

/// <summary>The answer to an upgrade request, written as HTTP/1.1 by hand.</summary>
internal static class HandshakeResponse
{
    public static ValueTask<FlushResult> WriteAsync(PipeWriter output, HandshakeAnswer answer, CancellationToken cancellation)
    {
        output.Write(Encoding.ASCII.GetBytes(answer.IsAccepted ? Accepted(answer) : Refused(answer)));
        return output.FlushAsync(cancellation);
    }

    private static string Accepted(HandshakeAnswer answer)
    {
        var protocol = answer.Protocol is null ? "" : $"Sec-WebSocket-Protocol: {answer.Protocol}\r\n";
        return $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {answer.Accept}\r\n{protocol}\r\n";
    }

    private static string Refused(HandshakeAnswer answer)
    {
        var version = answer.Status == StatusCodes.Status426UpgradeRequired
            ? $"Upgrade: websocket\r\nSec-WebSocket-Version: {WebSocketHandshake.Version}\r\n"
            : "";
        return $"HTTP/1.1 {answer.Status} {ReasonPhrases.GetReasonPhrase(answer.Status)}\r\nContent-Type: text/plain\r\n"
            + $"Content-Length: {answer.Reason.Length}\r\n{version}Connection: close\r\n\r\n{answer.Reason}";
    }
}
