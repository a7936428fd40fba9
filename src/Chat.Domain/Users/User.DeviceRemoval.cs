using Chat.Domain.Connections;
using Chat.Domain.Users.Devices;
using Chat.Protocol.Entities;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Users;

/// <summary>The end of devices: their tokens are revoked, they are removed, or they have not been seen for so long that they hold nothing back any more.</summary>
public sealed partial class User
{
    private const long JustEndedSeconds = 60;

    private void RevokeTokens(UserCommands.RevokeTokens c, long now, Effects effects)
    {
        CreateIfNew(now, effects);
        var revoked = new UserEvents.TokensRevoked(c.Device, c.ValidFrom, c.Except, now);
        _pending.ReplyWhenCommitted(revoked, c.ReplyTo);
        var affected = _attachments.FindAll(a => c.Device is null ? a.Device.Id != c.Except : a.Device.Id == c.Device);
        (_revocations ??= new(ReferenceEqualityComparer.Instance)).Add(revoked, (c.Reason, [.. affected.Select(a => a.Connection)]));
        Persist(revoked, effects);
    }

    /// <summary>On their way: why, and which connections there were when it was asked for.</summary>
    private Dictionary<UserEvent, (RevocationReason Reason, HashSet<ConnectionAddress> Affected)>? _revocations;

    private void TokensRevoked(UserEvents.TokensRevoked e, Effects effects)
    {
        if (_revocations is null || !_revocations.Remove(e, out var revocation)) return;
        var close = revocation.Reason == RevocationReason.SignOut
            ? new ConnectionMessages.Close(CloseCode.SignedOut, "Signed out.", null)
            : new ConnectionMessages.Close(CloseCode.Revoked, "Access was revoked.", null);
        // One that has come since, with a token of after the revocation, stays.
        CloseWhere(a => revocation.Affected.Contains(a.Connection) || a.TokenIssuedAt < State.Devices.TokensValidFrom(a.Device.Id), close, e.At, effects);
    }

    private void RemoveDevice(UserCommands.RemoveDevice c, long now, Effects effects)
    {
        if (State.Devices.Find(c.Device) is null && !_pending.Registering.Contains(c.Device))
        {
            effects.Tell(c.ReplyTo, ConnectionMessages.Done.Instance);
            return;
        }

        // Where the issuer has just ended the tokens, its second counts: one of ours could refuse the sign-in that follows at once.
        var ended = State.Devices.TokensValidFrom(c.Device);
        var removed = new UserEvents.DeviceRemoved(c.Device, ended >= now / 1000 - JustEndedSeconds ? ended : now / 1000 + 1, now);
        _pending.ReplyWhenCommitted(removed, c.ReplyTo);
        PersistRemoval(removed, effects);
    }

    private void PersistRemoval(UserEvents.DeviceRemoved removed, Effects effects)
    {
        _pending.Removing.Add(removed.Device);
        Persist(removed, effects);
    }

    private void DeviceGone(UserEvents.DeviceRemoved e, long now, Effects effects)
    {
        _pending.Removing.Remove(e.Device);
        foreach (var attachment in _attachments)
            if (attachment.Device.Id == e.Device)
                Remember(attachment.Connection);
        CloseWhere(a => a.Device.Id == e.Device, new ConnectionMessages.Close(CloseCode.Revoked, "The device was removed.", null), e.At, effects);
        GroupDeviceGone(e.Device, now, effects);
        RemoveShownMarks();
        if (!_pending.Removing.Contains(e.Device)) AttachWaiting(e.Device, now, effects);
        TellDevicesChanged(effects);
    }

    /// <summary>What a removed device says on its last connection does not count for one that comes back under its name.</summary>
    private bool IsOfRemovedDevice(ConnectionAddress connection) => _ofRemovedDevices is not null && _ofRemovedDevices.Contains(connection);

    private void Remember(ConnectionAddress connection)
    {
        _ofRemovedDevices ??= new Queue<ConnectionAddress>(1);
        if (_ofRemovedDevices.Count == MaxRemembered) _ofRemovedDevices.Dequeue();
        _ofRemovedDevices.Enqueue(connection);
    }

    private Queue<ConnectionAddress>? _ofRemovedDevices;

    private const int MaxRemembered = 16;

    private void CloseWhere(Predicate<Attachment> which, ConnectionMessages.Close close, long now, Effects effects)
    {
        foreach (var attachment in _attachments.FindAll(which))
        {
            EndAttachment(attachment, now);
            effects.Tell(attachment.Connection, close);
        }
    }

    /// <summary>
    /// Whoever has not been seen for so long holds nothing back any more; when he comes back he is a new device (D1). The one seen last stays, or
    /// the next to come would be given again what has been delivered.
    /// </summary>
    private void RemoveIdle(long now, Effects effects)
    {
        if (State.Devices.All.Count < 2) return;
        var idleBefore = now - (long)_limits.DeviceIdle.TotalMilliseconds;
        var staying = State.Devices.All.Where(d => !_pending.Removing.Contains(d.Id)).ToList();
        var latest = staying.Count > 1 ? staying.Max(d => d.LastSeen) : 0;
        foreach (var device in staying)
            if (device.LastSeen < idleBefore && device.LastSeen < latest && !IsAttached(device))
                PersistRemoval(new UserEvents.DeviceRemoved(device.Id, 0, now), effects);
    }
}
