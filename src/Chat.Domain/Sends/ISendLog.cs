using Chat.Domain.Connections;
using Chat.Domain.Idempotency;

namespace Chat.Domain.Sends;

/// <summary>The entity whose sends a <see cref="SendIntake{TEffects}"/> takes in.</summary>
internal interface ISendLog<in TEffects>
    where TEffects : EntityEffects
{
    SendHistory Sends { get; }

    /// <summary>The entity's own, which is in the ids of its messages.</summary>
    long Number { get; }

    /// <summary>What a sender is told where the table of spilled sends cannot be read.</summary>
    string Unreadable { get; }

    /// <summary>Whether it may not be accepted: rights and bounds. Null where it may.</summary>
    ConnectionMessages.SendRefused? Refusal(ISend send, long now);

    /// <summary>Issues the event that accepts it; what has been promised is answered once that is durable.</summary>
    SendRecord Queue(ISend send, UInt128 key, ulong fingerprint, long now, TEffects effects);

    /// <summary>The sends of the bucket are in the table: issues the event by which they leave memory.</summary>
    void Spilled(SpilledBucket bucket, TEffects effects);
}
