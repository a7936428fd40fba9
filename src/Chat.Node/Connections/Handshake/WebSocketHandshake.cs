using System.Security.Cryptography;
using System.Text;
using Chat.Node.Configuration;

namespace Chat.Node.Connections.Handshake;

/// <summary>The server's half of the opening handshake (RFC 6455, 4.2). No extension is agreed on: compression stays off (rule 10).</summary>
internal sealed class WebSocketHandshake(HttpSettings http)
{
    public const string Subprotocol = "chat.v1";
    public const string Version = "13";

    private const string AcceptGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const int KeyLength = 24;

    private readonly OriginPolicy _origins = new(http);

    public HandshakeAnswer Decide(HandshakeRequest request)
    {
        if (string.IsNullOrEmpty(request.Host))
            return HandshakeAnswer.Refuse(StatusCodes.Status400BadRequest, "The request must have one Host header.");
        if (request.Version != Version)
            return HandshakeAnswer.Refuse(StatusCodes.Status426UpgradeRequired, "Only version 13 of the WebSocket protocol is spoken.");
        if (!IsKey(request.Key))
            return HandshakeAnswer.Refuse(StatusCodes.Status400BadRequest, "Sec-WebSocket-Key must be 16 bytes in base64.");
        if (!_origins.Allows(request.Origin, request.Host))
            return HandshakeAnswer.Refuse(StatusCodes.Status403Forbidden, "Pages of this origin may not connect.");

        var protocol = HeaderList.Contains(request.Protocols, Subprotocol, StringComparison.Ordinal) ? Subprotocol : null;
        return new HandshakeAnswer(StatusCodes.Status101SwitchingProtocols, Accept(request.Key!), protocol, "");
    }

    private static bool IsKey(string? key)
    {
        Span<byte> nonce = stackalloc byte[KeyLength];
        return key is { Length: KeyLength } && Convert.TryFromBase64String(key, nonce, out var written) && written == 16;
    }

    private static string Accept(string key)
    {
#pragma warning disable CA5350 // The protocol prescribes SHA-1; nothing is kept secret by it.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptGuid)));
#pragma warning restore CA5350
    }
}
