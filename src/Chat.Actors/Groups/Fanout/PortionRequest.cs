using Akka.Actor;
using Chat.Domain.Groups;

namespace Chat.Actors.Groups.Fanout;

/// <summary>The fan-out has come to the group's place in the queue. Within a node only.</summary>
internal sealed class PortionRequest : INoSerializationVerificationNeeded
{
    public static readonly PortionRequest Instance = new();
}

/// <param name="Portion">Null where the group has nothing to send after all.</param>
internal sealed record PortionReply(GroupPortion? Portion) : INoSerializationVerificationNeeded
{
    public static readonly PortionReply Nothing = new((GroupPortion?)null);
}
