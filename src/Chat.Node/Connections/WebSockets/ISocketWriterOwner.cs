using Chat.Protocol.Frames;

namespace Chat.Node.Connections.WebSockets;

/// <summary>What a <see cref="SocketWriter"/> tells the connection it writes for. Called while it drains, never at the same time twice.</summary>
internal interface ISocketWriterOwner
{
    /// <summary>These stand in the socket's stream, in this order, before whatever is written from now on.</summary>
    void OnWritten(ReadOnlySpan<ServerFrame> frames);

    void OnPingWritten(long number);

    /// <summary>The peer does not take what is waiting for it.</summary>
    void OnBlocked();

    void OnUnblocked();

    void OnWriteFault(Exception exception);
}
