namespace Chat.Node.Connections.Handshake;

/// <param name="Status">101, or why not.</param>
/// <param name="Accept"><c>Sec-WebSocket-Accept</c> of a 101.</param>
/// <param name="Protocol">The subprotocol that was offered and is spoken; null: none was.</param>
/// <param name="Reason">For the client's developer, where refused.</param>
internal readonly record struct HandshakeAnswer(int Status, string Accept, string? Protocol, string Reason)
{
    public bool IsAccepted => Status == StatusCodes.Status101SwitchingProtocols;

    public static HandshakeAnswer Refuse(int status, string reason) => new(status, "", null, reason);
}
