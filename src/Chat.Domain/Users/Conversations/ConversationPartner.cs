using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Conversations;

/// <summary>Whom a conversation is with: one peer, or a group.</summary>
public readonly record struct ConversationPartner
{
    private readonly string? _id;

    public ConversationPartner(UserId peer) => _id = peer.Value;

    public ConversationPartner(GroupId group) => (_id, IsGroup) = (group.Value, true);

    public bool IsGroup { get; }

    /// <summary>Of the peer or of the group.</summary>
    public string Id => _id ?? "";

    /// <summary>None where it is a group.</summary>
    public UserId Peer => IsGroup ? default : new UserId(Id);

    /// <summary>Null where it is a peer.</summary>
    public GroupId? Group => IsGroup ? new GroupId(Id) : null;

    public static implicit operator ConversationPartner(UserId peer) => new(peer);

    public static implicit operator ConversationPartner(GroupId group) => new(group);
}
