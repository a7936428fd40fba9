using System.Runtime.Serialization;
using Akka.Actor;
using Chat.Domain;
using Chat.Domain.Connections;
using Chat.Protocol.Entities;
using Chat.Protocol.Schema.Remoting;
using ConnectionAddress = Chat.Protocol.Entities.ConnectionAddress;

namespace Chat.Actors.Addressing.Batches;

/// <summary>
/// Where other nodes hand in their batches for this node's connections and entities: <c>/user/batches</c>. That a node has it is how others
/// learn that it takes batches; an older one has not, and is told everything singly.
/// </summary>
internal sealed class BatchHub : ReceiveActor
{
    public const string Name = "batches";

    private readonly ConnectionRegistry _registry;
    private readonly NodeOutboxes _outboxes;
    private readonly ShardedEntities _entities;
    private readonly BatchCodec _codec = new(Context.System);

    public BatchHub(ConnectionRegistry registry, NodeOutboxes outboxes, ShardedEntities entities)
    {
        (_registry, _outboxes, _entities) = (registry, outboxes, entities);
        Receive<NodeBatch>(OnBatch);
        Receive<BatchesTaken>(OnTaken);
        Receive<CloseBatches>(_ => OnClose());
    }

    public static Props Props(ConnectionRegistry registry, NodeOutboxes outboxes, ShardedEntities entities) =>
        Akka.Actor.Props.Create(() => new BatchHub(registry, outboxes, entities));

    private void OnBatch(NodeBatch batch)
    {
        foreach (var item in batch.Items)
        {
            try
            {
                Deliver(batch, item);
            }
            catch (SerializationException)
            {
                NodeMetrics.Unread.Add(1); // as lost; the others of the batch are not
            }
        }

        if (batch.Number % NodeOutbox.ConfirmEvery == 0)
            _outboxes.HubOf(batch.From)?.Tell(new BatchesTaken { By = _registry.Node, UpTo = batch.Number }, ActorRefs.NoSender);
    }

    private void Deliver(NodeBatch batch, BatchItem item)
    {
        switch (_codec.Read(item))
        {
            case ConnectionMessage message:
                Hear(batch.From, message);
                foreach (var number in item.Connections)
                    _registry.Deliver(new ConnectionAddress(batch.To, number), message);
                break;
            case IEntityMessage message:
                _entities.TellRegion(message); // it may have moved: the region knows
                break;
        }
    }

    /// <summary>Who answers for an entity has its shard.</summary>
    private void Hear(long node, ConnectionMessage message)
    {
        if (message is ConnectionMessages.SendAccepted { Entity: var entity })
            _entities.Homes.Heard(entity, node);
    }

    private void OnTaken(BatchesTaken taken)
    {
        if (taken.Closing)
            _outboxes.Close(taken.By);
        else
            _outboxes.Of(taken.By)?.Taken(taken.UpTo);
    }

    // What is under way is still taken.
    private void OnClose()
    {
        foreach (var peer in _outboxes.Hubs)
            peer.Tell(new BatchesTaken { By = _registry.Node, Closing = true }, ActorRefs.NoSender);
        Sender.Tell(Akka.Done.Instance);
    }
}
