using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections.Sends;

/// <summary>A send that the entity it is for, a user's or a group's, has not answered yet.</summary>
internal sealed class PendingSend(EntityAddress target, long n, ClientMessageId clientMessageId, MessageBody body, long deadline)
{
    public EntityAddress Target { get; } = target;
    public long N { get; } = n;
    public ClientMessageId ClientMessageId { get; } = clientMessageId;
    public MessageBody Body { get; } = body;

    /// <summary>When the client is told to come again later, on the wheel's scale.</summary>
    public long Deadline { get; } = deadline;

    /// <summary>How often the client has sent it: each copy gets the answer.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>Whether a frame with the same id is the same send. The client's clock may have moved on between two copies.</summary>
    public bool IsCopy(EntityAddress target, MessageBody body) =>
        Target == target && Body.Content == body.Content && Body.MediaUrl == body.MediaUrl && Body.ReplyTo == body.ReplyTo;
}
