using Chat.Node.Connections.Handshake;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>Makes a connection of a socket whose handshake is done, and runs it; or closes it where there is no room.</summary>
internal sealed class SocketAcceptor(ConnectionServices services)
{
    /// <summary>
    /// Why no socket is opened here at the moment, in HTTP: a balancer in front that reads 503 gives the request to another node, and the client
    /// notices nothing. Closing an open socket with 1012 would send it back to the same balancer, which prefers the node that empties. Null: go on.
    /// </summary>
    public HandshakeAnswer? Refusal => services.Draining
        ? HandshakeAnswer.Refuse(StatusCodes.Status503ServiceUnavailable, "This node is leaving; another one will do.")
        : null;

    /// <summary>Completes when the socket may be given back.</summary>
    public Task RunAsync(SocketTransport transport)
    {
        var refusal = services.Admission.Enter(transport.Client);
        if (services.Draining) // since the handshake
            refusal = CloseCode.Draining;
        return new Connection(services, transport).RunAsync(refusal);
    }
}
