using Chat.Domain.Connections;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>
/// What has been issued and is not in the journal yet (R3). It dies with the entity: after a failed write nobody has been told
/// anything, and the senders come again.
/// </summary>
internal sealed class Pending
{
    private Dictionary<UserEvent, (ConnectionAddress To, ConnectionMessage Reply)>? _replies;

    /// <summary>Events issued and not committed.</summary>
    public int Events { get; set; }

    /// <summary>Inbox bounds count what is on its way, too.</summary>
    public int Messages { get; set; }
    public long Bytes { get; set; }

    public long LastStamp { get; set; }

    /// <summary>Position given to the newest issued entry, and to the oldest one not yet committed (0: none).</summary>
    public long LastPosition { get; set; }
    public Queue<long> Positions { get; } = new(0);

    public bool Created { get; set; }

    /// <summary>Attachments that wait for their device to be registered, or to be gone.</summary>
    public List<UserCommands.AttachDevice> Attaching { get; } = new(0);

    /// <summary>Devices on their way in and out; a removal that was asked for twice is here twice.</summary>
    public RareSet<DeviceId> Registering;
    public List<DeviceId> Removing { get; } = new(0);

    public int LastDeviceNumber { get; set; }

    public void ReplyWhenCommitted(UserEvent @event, ConnectionAddress to, ConnectionMessage? reply = null) =>
        (_replies ??= new(ReferenceEqualityComparer.Instance))[@event] = (to, reply ?? ConnectionMessages.Done.Instance);

    public (ConnectionAddress To, ConnectionMessage Reply)? TakeReply(UserEvent @event) =>
        _replies is not null && _replies.Remove(@event, out var reply) ? reply : null;
}
