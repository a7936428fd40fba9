using Chat.Protocol.Ids;

namespace Chat.Protocol.Entities;

public enum EntityKind
{
    User = 1,
    Group = 2,
}

/// <summary>Where an entity is found, as data: no actor reference ever appears in a contract between nodes.</summary>
public readonly record struct EntityAddress(EntityKind Kind, string Id)
{
    /// <summary>How persistence ids of each kind begin.</summary>
    public const string KindLetters = "ug";

    public static EntityAddress Of(UserId user) => new(EntityKind.User, user.Value);

    public static EntityAddress Of(GroupId group) => new(EntityKind.Group, group.Value);

    public Slot Slot => Slot.Of(Id);

    /// <summary><c>u/0a3/alice</c>: kind, slot in hex, id; a slot is an index range in the journal.</summary>
    public string PersistenceId => $"{KindLetter}/{Slot}/{Id}";

    /// <summary>The one of <see cref="KindLetters"/>.</summary>
    public char KindLetter => Kind == EntityKind.User ? 'u' : 'g';

    /// <returns>Null where the persistence id is not one of an entity of ours.</returns>
    public static EntityAddress? OfPersistenceId(string persistenceId)
    {
        if (persistenceId.Length <= IdOffset || persistenceId[1] != '/' || persistenceId[IdOffset - 1] != '/') return null;
        var id = persistenceId[IdOffset..];
        return persistenceId[0] switch
        {
            'u' when UserId.TryParse(id, out var user) => Of(user),
            'g' when GroupId.TryParse(id, out var group) => Of(group),
            _ => null,
        };
    }

    private const int IdOffset = 6; // u/0a3/

    public override string ToString() => $"{(Kind == EntityKind.User ? "user" : "group")} {Id}";
}
