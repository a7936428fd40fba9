using Chat.Domain;

namespace Chat.Actors.Addressing;

/// <summary>
/// The one way to an entity, wherever it lives: a second cluster or region is a second implementation. Delivery is at most once;
/// who needs more asks for an answer and repeats.
/// </summary>
public interface IEntities
{
    void Tell(IEntityMessage message);
}
