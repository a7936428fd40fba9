using Chat.Protocol.Entities;

namespace Chat.Actors.Entities;

/// <summary>The kinds of entities as sharding names them; also in metrics, and to operators.</summary>
public static class EntityTypes
{
    public const string Users = "user";
    public const string Groups = "group";

    public static string Of(EntityKind kind) => kind == EntityKind.User ? Users : Groups;
}
