using Chat.Domain.Connections;
using Chat.Domain.Users.Devices;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>Devices: registered at their first attachment, attached while on line.</summary>
public sealed partial class User
{
    private readonly List<Attachment> _attachments = new(1);

    /// <summary>Grows whenever a device has been attached or detached.</summary>
    public int AttachmentChanges { get; private set; }

    private long _leasesDue = long.MaxValue;

    private long LeaseMs => (long)_limits.Lease.TotalMilliseconds;

    private void Attach(UserCommands.AttachDevice c, long now, Effects effects)
    {
        if (c.TokenIssuedAt < State.Devices.TokensValidFrom(c.Device))
        {
            effects.Tell(c.Connection, new ConnectionMessages.AttachRefused(ErrorCode.TokenInvalid, CloseCode.Revoked, "This device was signed out; sign in again."));
            return;
        }

        var leaving = _pending.Removing.Contains(c.Device);
        var device = leaving ? null : State.Devices.Find(c.Device);
        if (device is not null && _isOwner)
        {
            FinishAttach(device, c, now, effects);
            return;
        }

        _pending.Attaching.RemoveAll(a => a.Connection == c.Connection);
        _pending.Attaching.Add(c);
        if (device is not null) Claim(device, now, effects);
        else if (!leaving && _pending.Registering.Add(c.Device)) Register(c, now, effects);
    }

    /// <summary>
    /// Before a first device is attached, this incarnation takes a number in the journal (R2): an owner from before, on a node that was only
    /// thought gone, can then write and acknowledge nothing more, and nothing that the device would not be sent. The row would be due
    /// soon anyway, for "last seen". Whatever else is written acknowledges nothing before it is durable, and so needs no claim.
    /// </summary>
    private void Claim(Device device, long now, Effects effects)
    {
        device.Seen(now);
        _touchedDevices.Add(device);
        (_lastSeenTouched, _lastSeen) = (true, now);
        if (_claiming) return;
        effects.Claims = _claiming = true;
        Persist(new UserEvents.WatermarksAdvanced(TakeWatermarks(now)), effects);
    }

    /// <summary>Its first event is durable: no other incarnation can go on from where this one began.</summary>
    private void BecomeOwner(long now, Effects effects)
    {
        if (_isOwner) return;
        _isOwner = true;
        foreach (var device in _pending.Attaching.Select(a => a.Device).Where(d => !_pending.Registering.Contains(d)).Distinct().ToList())
            AttachWaiting(device, now, effects);
    }

    private bool _isOwner;
    private bool _claiming;

    private void Register(UserCommands.AttachDevice c, long now, Effects effects)
    {
        CreateIfNew(now, effects);
        if (State.Devices.All.Count(d => !_pending.Removing.Contains(d.Id)) + _pending.Registering.Count > _limits.Devices)
        {
            // D1: the longest unseen makes room; its tokens stay good, it may come back as a new device.
            var oldest = State.Devices.All.Where(d => !IsAttached(d) && !_pending.Removing.Contains(d.Id)).MinBy(d => d.LastSeen);
            if (oldest is null)
            {
                _pending.Registering.Remove(c.Device);
                _pending.Attaching.RemoveAll(a => a.Device == c.Device);
                effects.Tell(c.Connection, new ConnectionMessages.AttachRefused(ErrorCode.DeviceLimit, CloseCode.TooManyConnections,
                    $"All {_limits.Devices} devices of this user are on line; remove one first."));
                return;
            }

            PersistRemoval(new UserEvents.DeviceRemoved(oldest.Id, 0, now), effects);
        }

        var cursor = State.Devices.All.Count == 0 ? 0 : State.Devices.DeliveredUpTo; // D1
        // The new device's cursor must not be durable before the marks of what it passes: after a crash nobody would set them again.
        if ((cursor > 0 || _touchedPlaces.Count > 0) && _watermarksDue != long.MaxValue) Persist(new UserEvents.WatermarksAdvanced(TakeWatermarks(now)), effects);
        _pending.LastDeviceNumber = Math.Max(_pending.LastDeviceNumber, State.LastDeviceNumber) + 1;
        Persist(new UserEvents.DeviceRegistered(_pending.LastDeviceNumber, c.Device, c.Platform, c.AppVersion, cursor, now), effects);
    }

    private void DeviceRegistered(UserEvents.DeviceRegistered e, long now, Effects effects)
    {
        _pending.Registering.Remove(e.Device);
        if (State.Devices.Find(e.Number) is { } device) GroupDeviceRegistered(device);
        if (!_pending.Removing.Contains(e.Device)) AttachWaiting(e.Device, now, effects);
        TellDevicesChanged(effects);
    }

    /// <summary>Decides anew: meanwhile a token may have been revoked.</summary>
    private void AttachWaiting(DeviceId device, long now, Effects effects)
    {
        foreach (var attach in _pending.Attaching.FindAll(a => a.Device == device))
        {
            _pending.Attaching.Remove(attach);
            Attach(attach, now, effects);
        }
    }

    private void FinishAttach(Device device, UserCommands.AttachDevice c, long now, Effects effects)
    {
        var wasOnline = IsOnline;
        var older = _attachments.Find(a => a.Device == device);
        if (older is not null && older.Connection != c.Connection)
        {
            if (older.Displaced.Contains(c.Connection))
            {
                effects.Tell(c.Connection, Displaced(older.Connection)); // was told before, and has not heard it
                return;
            }

            if (c.Displaces is { } displaces && displaces != older.Connection.SessionId)
            {
                effects.Tell(c.Connection, new ConnectionMessages.AttachContested(older.Connection.SessionId));
                return;
            }

            effects.Tell(older.Connection, Displaced(c.Connection));
        }

        if (older is not null) Drop(older, now);

        device.Platform = c.Platform;
        device.AppVersion = c.AppVersion;
        device.Seen(now);
        _touchedDevices.Add(device); // durable with the next watermarks; worth no row of its own
        var recovered = Resume(device, c, now, effects);
        var gap = device.Cursor < State.ExpiredUpTo; // told until the device acknowledges something later: a socket may die first
        var attachment = new Attachment(device, c.Connection, c.Sync, c.Window, c.TokenIssuedAt)
        {
            // What was acknowledged out of order, or not shown yet, lies beyond the lower of the two.
            SentUpTo = Math.Min(device.Cursor, device.Shown),
            LeaseUntil = now + LeaseMs,
            AttachedAt = now,
            Claims = c.Epoch == State.Epoch ? c.Groups : [], // positions of another life mean nothing
        };
        if (older is not null) attachment.Follow(older);
        attachment.LastPushed = attachment.PushedAtRenewal = NextChain();
        _attachments.Add(attachment);
        AttachmentChanges++;
        _leasesDue = Math.Min(_leasesDue, attachment.LeaseUntil);
        effects.Tell(c.Connection, new ConnectionMessages.Attached(
            _incarnation, State.Epoch, recovered, device.Cursor, Unread, Copies)
        {
            PushedFrom = attachment.LastPushed,
        });
        if (gap) effects.Tell(c.Connection, new ConnectionMessages.PushGap("expired", null));
        if (!wasOnline) CameOnline(now, effects);
        GroupAttached(attachment, now, effects);
        Pump(attachment, now, effects);
    }

    private static ConnectionMessages.Close Displaced(ConnectionAddress by) =>
        new(CloseCode.Displaced, "The same device has connected again.", by.SessionId);

    /// <summary>Each attachment's chain has numbers of its own, so that a late frame of an earlier one never fits into it.</summary>
    private long NextChain() => (_chains == 0 ? _chains = _random.Next(1, int.MaxValue / 2) : ++_chains) << 32;

    private long _chains;

    /// <summary>Takes over the position that the client returns, as far as this log goes (D4). Null where it returned none.</summary>
    private bool? Resume(Device device, UserCommands.AttachDevice c, long now, Effects effects)
    {
        if (c.Position is not { } position) return null;
        if (c.Epoch != State.Epoch) return false;
        // What lies between is gone, whoever had it: this client says that it has not got it (any more).
        var recovered = position >= State.ExpiredUpTo && position >= device.Cursor;
        AdvanceTo(device, null, Math.Min(position, State.Head), now);
        ScheduleReceipts(now, effects);
        return recovered;
    }

    private void Renew(UserCommands.RenewAttachment c, long now, Effects effects)
    {
        var attachment = _attachments.Find(a => a.Connection == c.Connection);
        // A frame that was pushed a renewal ago and has not arrived is lost; the last of all has no successor to show that.
        if (attachment is null || c.Incarnation != _incarnation || c.Received < attachment.PushedAtRenewal)
        {
            effects.Tell(c.Connection, new ConnectionMessages.AttachmentLost(_id, _incarnation));
            return;
        }

        attachment.LeaseUntil = now + LeaseMs;
        attachment.PushedAtRenewal = attachment.LastPushed;
    }

    private void Detach(UserCommands.DetachDevice c, long now)
    {
        _pending.Attaching.RemoveAll(a => a.Connection == c.Connection);
        if (_attachments.Find(a => a.Connection == c.Connection) is { } attachment)
            EndAttachment(attachment, now);
    }

    private void EndAttachment(Attachment attachment, long now) => EndAttachment(attachment, now, now);

    /// <param name="seenAt">When the device was last there: earlier, where its node was found dead.</param>
    private void EndAttachment(Attachment attachment, long seenAt, long now)
    {
        Drop(attachment, now);
        attachment.Device.Seen(seenAt);
        Touch(attachment.Device, now);
        if (!IsOnline) WentOffline(seenAt, now);
    }

    private void Drop(Attachment attachment, long now)
    {
        _attachments.Remove(attachment);
        AttachmentChanges++;
        GroupDetached(attachment, now);
    }

    /// <summary>
    /// A node is gone, and with it the devices attached there: they come back at another one. The grace before "offline" runs from when the node
    /// was last there; finding out has taken most of it.
    /// </summary>
    /// <param name="seenAt">When that was, by the clock of this node, Unix milliseconds.</param>
    public void NodeGone(long node, long seenAt, long now, Effects effects)
    {
        NoticeTime(now);
        seenAt = Math.Min(seenAt, now);
        foreach (var attachment in _attachments.FindAll(a => a.Connection.Node == node))
            EndAttachment(attachment, seenAt, now);
        foreach (var subscriber in _subscribers.Keys.Where(s => s.Node == node).ToArray())
            _subscribers.Remove(subscriber);
        SettlePresence(now, effects);
    }

    private void EndLeases(long now, Effects effects)
    {
        if (now < _leasesDue) return;
        foreach (var attachment in _attachments.FindAll(a => a.LeaseUntil <= now))
            EndAttachment(attachment, now);
        EndSubscriptions(now);
        _leasesDue = Math.Min(
            _attachments.Count == 0 ? long.MaxValue : _attachments.Min(a => a.LeaseUntil),
            _subscribers.Count == 0 ? long.MaxValue : _subscribers.Values.Min());
    }

    private void TellDevicesChanged(Effects effects)
    {
        foreach (var attachment in _attachments)
            effects.Tell(attachment.Connection, new ConnectionMessages.DevicesChanged(Copies) { Previous = attachment.LastPushed++ });
    }

    /// <summary>Who is to have what the user sends: his devices, and history where he keeps it.</summary>
    private int Copies => State.Devices.All.Count + (State.History.Enabled ? 1 : 0);

    private void ListDevices(UserCommands.GetDevices c, Effects effects) => effects.Tell(c.ReplyTo, new ConnectionMessages.DeviceList(
        [.. State.Devices.All.Select(InfoOf)]));

    private DeviceInfo InfoOf(Device d)
    {
        var attachment = AttachmentOf(d);
        return new(d.Id, d.Platform, d.AppVersion, d.RegisteredAt, d.LastSeen, attachment is not null)
        {
            Name = d.Name,
            SessionId = attachment?.Connection.SessionId,
            ConnectedAt = attachment?.AttachedAt ?? 0,
        };
    }

    private void RenameDevice(UserCommands.RenameDevice c, long now, Effects effects)
    {
        if (State.Devices.Find(c.Device) is not { } device || _pending.Removing.Contains(c.Device))
        {
            effects.Tell(c.ReplyTo, new ConnectionMessages.Failed(ErrorCode.InvalidValue, "There is no device with this id."));
            return;
        }

        if (device.Name == c.Name)
        {
            effects.Tell(c.ReplyTo, ConnectionMessages.Done.Instance);
            return;
        }

        var renamed = new UserEvents.DeviceRenamed(c.Device, c.Name, now);
        _pending.ReplyWhenCommitted(renamed, c.ReplyTo);
        Persist(renamed, effects);
    }

    private bool IsAttached(Device device) => _attachments.Exists(a => a.Device == device);
}
