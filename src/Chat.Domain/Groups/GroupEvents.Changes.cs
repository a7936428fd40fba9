using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>Changes of the group itself, each an entry that members see.</summary>
public static partial class GroupEvents
{
    /// <summary>The first event: the entity's own number (M3), the owner and the first members.</summary>
    public sealed record GroupCreated(long Number, UserId Owner, string Name, IReadOnlyList<UserId> Members, long At) : GroupChangeEvent(1, 1, At)
    {
        public override GroupEntry ToEntry() =>
            new GroupChange(Position, At, GroupChangeKind.Created, Revision, Owner, Members, null, Name, null);
    }

    public sealed record Renamed(long Position, long Revision, UserId Actor, string Name, long At) : GroupChangeEvent(Position, Revision, At)
    {
        public override GroupEntry ToEntry() => new GroupChange(Position, At, GroupChangeKind.Renamed, Revision, Actor, [], null, Name, null);
    }

    /// <param name="Invite">The invite by which the one member has added himself.</param>
    public sealed record MembersAdded(
        long Position, long Revision, UserId Actor, IReadOnlyList<UserId> Members, string? Invite, long At) : GroupChangeEvent(Position, Revision, At)
    {
        public override GroupEntry ToEntry() =>
            new GroupChange(Position, At, GroupChangeKind.MemberAdded, Revision, Actor, Members, GroupRole.Member, null, null);
    }

    /// <summary>The last entry that the removed one sees.</summary>
    public sealed record MemberRemoved(long Position, long Revision, UserId Actor, UserId Member, long At) : GroupChangeEvent(Position, Revision, At)
    {
        public override GroupEntry ToEntry() =>
            new GroupChange(Position, At, GroupChangeKind.MemberRemoved, Revision, Actor, [Member], null, null, null);
    }

    /// <summary>The last entry that he sees. Where he was the owner, the next event of the same batch names another.</summary>
    public sealed record MemberLeft(long Position, long Revision, UserId Member, long At) : GroupChangeEvent(Position, Revision, At)
    {
        public override GroupEntry ToEntry() =>
            new GroupChange(Position, At, GroupChangeKind.MemberLeft, Revision, Member, [Member], null, null, null);
    }

    /// <summary>There is one owner: where somebody becomes it, the one before becomes an admin.</summary>
    public sealed record RoleChanged(
        long Position, long Revision, UserId Actor, UserId Member, GroupRole Role, long At) : GroupChangeEvent(Position, Revision, At)
    {
        public override GroupEntry ToEntry() =>
            new GroupChange(Position, At, GroupChangeKind.RoleChanged, Revision, Actor, [Member], Role, null, null);
    }

    /// <param name="Until">Unix milliseconds; null until it is undone.</param>
    public sealed record MemberMuted(
        long Position, long Revision, UserId Actor, UserId Member, long? Until, long At) : GroupChangeEvent(Position, Revision, At)
    {
        public override GroupEntry ToEntry() =>
            new GroupChange(Position, At, GroupChangeKind.MemberMuted, Revision, Actor, [Member], null, null, Until);
    }

    public sealed record MemberUnmuted(long Position, long Revision, UserId Actor, UserId Member, long At) : GroupChangeEvent(Position, Revision, At)
    {
        public override GroupEntry ToEntry() =>
            new GroupChange(Position, At, GroupChangeKind.MemberUnmuted, Revision, Actor, [Member], null, null, null);
    }
}
