using Chat.Protocol.Entities;

namespace Chat.Domain.Users.Devices;

/// <summary>A device on line: where it is connected, and how far it has been sent the inbox. Volatile; a lease (R6).</summary>
internal sealed class Attachment(Device device, ConnectionAddress connection, bool sync, int window, long tokenIssuedAt)
{
    public Device Device { get; } = device;
    public ConnectionAddress Connection { get; } = connection;

    /// <summary>The device acknowledges positions, and so every kind of entry.</summary>
    public bool Sync { get; } = sync;

    /// <summary>Unacknowledged entries that it may be sent (D2).</summary>
    public int Window { get; } = window;

    /// <summary>Unix seconds.</summary>
    public long TokenIssuedAt { get; } = tokenIssuedAt;

    public long SentUpTo { get; set; }

    /// <summary>Number in the chain of the last frame pushed, or where the chain began; and what that was when the lease was last renewed.</summary>
    public long LastPushed { get; set; }
    public long PushedAtRenewal { get; set; }
    public int Unacknowledged { get; set; }
    public long LeaseUntil { get; set; }

    /// <summary>It has been told that everything that waited has been sent.</summary>
    public bool CaughtUp { get; set; }

    /// <summary>The next row is on its way from the journal.</summary>
    public bool Loading { get; set; }
}
