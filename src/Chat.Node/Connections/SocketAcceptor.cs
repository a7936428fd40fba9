using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>Makes a connection of a socket whose handshake is done, and runs it; or closes it where there is no room.</summary>
internal sealed class SocketAcceptor(ConnectionServices services)
{
    /// <summary>Completes when the socket may be given back.</summary>
    public Task RunAsync(SocketTransport transport)
    {
        var refusal = services.Admission.Enter(transport.Client);
        if (services.Draining)
            refusal = CloseCode.Draining;
        return new Connection(services, transport).RunAsync(refusal);
    }
}
