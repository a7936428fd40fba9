using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>What has been issued and is not in the journal yet (R3). It dies with the entity: nobody has been told anything.</summary>
internal sealed class GroupPending
{
    private Dictionary<GroupEvent, (ConnectionAddress To, GroupRequest Request)>? _replies;

    /// <summary>Events issued and not committed; and how many of them change members, rights or invites (G1).</summary>
    public int Events { get; set; }
    public int Changes { get; set; }

    public long LastPosition { get; set; }
    public long LastStamp { get; set; }

    /// <summary>The log's bounds count what is on its way, too.</summary>
    public int Messages { get; set; }
    public long Bytes { get; set; }

    /// <summary>Whose right to write is about to change.</summary>
    public RareSet<UserId> Concerned;

    /// <summary>Requests that wait for their turn: each is decided on what the one before has left (G1).</summary>
    public Queue<GroupRequest> Waiting { get; } = new(0);

    public void ReplyWhenCommitted(GroupEvent @event, GroupRequest request) =>
        (_replies ??= new(ReferenceEqualityComparer.Instance))[@event] = (request.ReplyTo, request);

    public (ConnectionAddress To, GroupRequest Request)? TakeReply(GroupEvent @event) =>
        _replies is not null && _replies.Remove(@event, out var reply) ? reply : null;
}
