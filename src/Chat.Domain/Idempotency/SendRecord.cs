using Chat.Protocol.Ids;

namespace Chat.Domain.Idempotency;

/// <summary>What a send became: enough to answer its repetition, and to refuse another text under the same id.</summary>
/// <param name="At">Unix milliseconds, as told in the first ack.</param>
public readonly record struct SendRecord(ulong Fingerprint, MessageId MessageId, long At);
