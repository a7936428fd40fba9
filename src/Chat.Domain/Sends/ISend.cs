using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Sends;

/// <summary>
/// A message on its way to the entity that will hold it, a user's or a group's. What makes it safe is the same for both: it is
/// idempotent (M4) and comes in the order of its session (M1, M2).
/// </summary>
public interface ISend : IEntityMessage
{
    /// <summary>The sender's connection; scope of <see cref="N"/>.</summary>
    ConnectionAddress Session { get; }

    /// <summary>Counts this session's sends to this entity, from 1.</summary>
    long N { get; }

    /// <summary>The lowest of them that is not answered yet.</summary>
    long Oldest { get; }

    UserId Sender { get; }
    DeviceId SenderDevice { get; }
    ClientMessageId ClientMessageId { get; }
    MessageBody Body { get; }

    /// <summary>Highest stamp that the session has been pushed or acked: the new id sorts after it.</summary>
    long Floor { get; }
}
