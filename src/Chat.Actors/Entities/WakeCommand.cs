using Chat.Domain;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Actors.Entities;

/// <summary>What makes an entity wake up, and go on with what it owes; it answers nothing.</summary>
internal static class WakeCommand
{
    public static IEntityMessage For(EntityAddress entity) => entity.Kind switch
    {
        EntityKind.User => new UserCommands.Wake(new UserId(entity.Id)),
        EntityKind.Group => new GroupCommands.Wake(new GroupId(entity.Id)),
        _ => throw new ArgumentOutOfRangeException(nameof(entity), entity, "An entity of a kind that this version does not know."),
    };
}
