using Akka.Actor;
using Chat.Protocol.Ids;

namespace Chat.Actors.Groups;

/// <summary>Makes a group's actor without compiling a lambda for each, as for users.</summary>
internal sealed class GroupProducer(string entityId, GroupDependencies with) : IIndirectActorProducer
{
    public Type ActorType => typeof(GroupActor);

    public ActorBase Produce() => new GroupActor(new GroupId(entityId), with);

    public void Release(ActorBase actor)
    {
    }
}
