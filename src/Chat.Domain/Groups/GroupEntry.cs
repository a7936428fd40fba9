using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>An entry of a group's log as members are sent it. One object serves all of them.</summary>
/// <param name="Position">In the log, from 1, without gaps.</param>
/// <param name="At">Unix milliseconds.</param>
public abstract record GroupEntry(long Position, long At)
{
    private readonly MadeOnce _frame = new();

    protected GroupEntry(GroupEntry original) => (Position, At, _frame) = (original.Position, original.At, new());

    /// <summary>The entry as the node's connections send it: made for the first of them, and shared by all.</summary>
    public TFrame FrameFor<TFrame>(GroupId group, Func<GroupEntry, GroupId, TFrame> make)
        where TFrame : class => _frame.Get(this, group, make);
}

/// <param name="SenderDevice">Has it already, and so is not sent it.</param>
public sealed record GroupMessage(
    long Position, long At, MessageId MessageId, UserId Sender, DeviceId SenderDevice, MessageBody Body) : GroupEntry(Position, At);

/// <summary>A change of the group.</summary>
/// <param name="Revision">Of the group, after it.</param>
/// <param name="Users">Whom it concerns.</param>
/// <param name="Role">Of those users from now on, where it is about that.</param>
/// <param name="Name">Of the group from now on, likewise.</param>
/// <param name="Until">Of a mute, Unix milliseconds; null where it has no end.</param>
public sealed record GroupChange(
    long Position, long At, GroupChangeKind Kind, long Revision, UserId Actor, IReadOnlyList<UserId> Users, GroupRole? Role, string? Name,
    long? Until) : GroupEntry(Position, At);

/// <summary>As <c>group_event</c> frames name them.</summary>
public enum GroupChangeKind
{
    Created = 1,
    Renamed = 2,
    MemberAdded = 3,
    MemberRemoved = 4,
    MemberLeft = 5,

    /// <summary>Where the new role is that of the owner, the one before has become an admin.</summary>
    RoleChanged = 6,
    MemberMuted = 7,
    MemberUnmuted = 8,
}

/// <summary>In order of power.</summary>
public enum GroupRole
{
    Member = 1,
    Admin = 2,
    Owner = 3,
}

/// <summary>A place in the log of a group.</summary>
public readonly record struct GroupPosition(GroupId Group, long Position);
