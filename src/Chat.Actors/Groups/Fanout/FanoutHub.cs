using Akka.Actor;
using Chat.Actors.Addressing;
using Chat.Domain.Groups;

namespace Chat.Actors.Groups.Fanout;

/// <summary>
/// Where other nodes hand in what their groups have for members on this one: <c>/user/group-fanout</c>. The entries of a batch were read
/// once and are shared by all members here.
/// </summary>
internal sealed class FanoutHub : ReceiveActor
{
    public const string Name = "group-fanout";

    public FanoutHub(IEntities entities) => Receive<GroupFanoutBatch>(batch =>
    {
        Deliver(batch, entities);
        Sender.Tell(BatchTaken.Instance, ActorRefs.NoSender);
    });

    public static Props Props(IEntities entities) => Akka.Actor.Props.Create<FanoutHub>(entities);

    public static void Deliver(GroupFanoutBatch batch, IEntities entities)
    {
        foreach (var target in batch.Targets)
            entities.Tell(batch.For(target));
    }
}

/// <summary>The batch has been handed to the members' entities: there is room for another (no promise that they have it).</summary>
internal sealed class BatchTaken
{
    public static readonly BatchTaken Instance = new();
}
