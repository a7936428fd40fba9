using Chat.Domain.Idempotency;
using Chat.Protocol.Entities;

namespace Chat.Domain.Sends;

/// <summary>A send whose write is under way, and who asked for it meanwhile.</summary>
internal sealed class PendingSend(SendRecord record)
{
    public SendRecord Record { get; } = record;
    public List<(ConnectionAddress Session, long N)> Askers { get; } = [];
}
