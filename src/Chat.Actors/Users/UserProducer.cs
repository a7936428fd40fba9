using Akka.Actor;
using Chat.Protocol.Ids;

namespace Chat.Actors.Users;

/// <summary>
/// Makes a user's actor. The lambda that <see cref="Props"/> also takes would be compiled anew for every entity: two thirds of the
/// processor time of a waking, and the garbage to match.
/// </summary>
internal sealed class UserProducer(string entityId, UserDependencies with) : IIndirectActorProducer
{
    public Type ActorType => typeof(UserActor);

    public ActorBase Produce() => new UserActor(new UserId(entityId), with);

    public void Release(ActorBase actor)
    {
    }
}
