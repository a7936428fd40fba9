using Akka.Actor;

namespace Chat.Actors.Addressing.Batches;

/// <summary>
/// The node goes and its shards are about to move: tells the others to send it no more batches, so that what is for entities is
/// again routed, and buffered during hand-over, by sharding. Within a node only; answered when they are told.
/// </summary>
internal sealed class CloseBatches : INoSerializationVerificationNeeded
{
    public static readonly CloseBatches Instance = new();
}
