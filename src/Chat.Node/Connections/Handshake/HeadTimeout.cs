using System.IO.Pipelines;

namespace Chat.Node.Connections.Handshake;

/// <summary>Ends the wait for the head of the first request of a connection.</summary>
internal sealed class HeadTimeout(PipeReader input) : WheelEntry
{
    protected internal override void OnDue() => input.CancelPendingRead();
}
