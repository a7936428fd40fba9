using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Devices;

/// <summary>The devices of a user, few enough for a list; and the ones removed, whose old tokens stay refused.</summary>
public sealed class DeviceTable
{
    private readonly List<Device> _devices = [];
    private Dictionary<DeviceId, long>? _removed;

    public IReadOnlyList<Device> All => _devices;

    /// <summary>Removed devices with the Unix second from which tokens count again.</summary>
    public IEnumerable<KeyValuePair<DeviceId, long>> Removed => _removed ?? Enumerable.Empty<KeyValuePair<DeviceId, long>>();

    public Device? Find(DeviceId id)
    {
        foreach (var device in _devices)
            if (device.Id == id)
                return device;
        return null;
    }

    public Device? Find(int number)
    {
        foreach (var device in _devices)
            if (device.Number == number)
                return device;
        return null;
    }

    /// <summary>Unix seconds; tokens of devices that are not registered are refused when issued before.</summary>
    public long UnknownValidFrom { get; set; }

    public void Add(Device device)
    {
        device.TokensValidFrom = Math.Max(device.TokensValidFrom, TokensValidFrom(device.Id));
        _removed?.Remove(device.Id);
        _devices.Add(device);
    }

    public void Remove(DeviceId id, long validFrom)
    {
        var device = Find(id);
        if (device is not null)
        {
            _devices.Remove(device);
            validFrom = Math.Max(validFrom, device.TokensValidFrom);
        }

        if (validFrom > 0)
            (_removed ??= [])[id] = Math.Max(validFrom, _removed.GetValueOrDefault(id));
    }

    public void Revoke(DeviceId id, long validFrom)
    {
        if (Find(id) is { } device)
            device.TokensValidFrom = Math.Max(device.TokensValidFrom, validFrom);
        else
            (_removed ??= [])[id] = Math.Max(validFrom, _removed.GetValueOrDefault(id));
    }

    /// <summary>Everyone's tokens but those of one device.</summary>
    public void RevokeAll(long validFrom, DeviceId? except)
    {
        UnknownValidFrom = Math.Max(UnknownValidFrom, validFrom);
        foreach (var device in _devices)
            if (device.Id != except)
                device.TokensValidFrom = Math.Max(device.TokensValidFrom, validFrom);
    }

    public long TokensValidFrom(DeviceId id) =>
        Find(id)?.TokensValidFrom ?? Math.Max(UnknownValidFrom, _removed?.GetValueOrDefault(id) ?? 0);

    /// <summary>The farthest any device has got: what counts as delivered, and where a new device starts (P1, D1).</summary>
    public long DeliveredUpTo
    {
        get
        {
            long cursor = 0;
            foreach (var device in _devices)
                cursor = Math.Max(cursor, device.Cursor);
            return cursor;
        }
    }
}
