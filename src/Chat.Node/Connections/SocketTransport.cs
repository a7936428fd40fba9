using System.IO.Pipelines;
using System.Net;

namespace Chat.Node.Connections;

/// <summary>A socket after its handshake: only WebSocket frames flow.</summary>
/// <param name="Abort">Ends it without any ceremony.</param>
/// <param name="Client">Whose address limits are counted on.</param>
internal sealed record SocketTransport(PipeReader Input, PipeWriter Output, Action Abort, IPAddress Client);
