namespace Chat.Node.Connections.Handshake;

/// <summary>What of an upgrade request decides over it; the rest of the request is not kept.</summary>
/// <param name="Host">Null where the request has none, or several: it is malformed then.</param>
internal sealed record HandshakeRequest(
    string? Host, string? Origin, string? Key, string? Version, string? Protocols, string? ForwardedFor);
