using Chat.Domain.Groups;
using Chat.Domain.Users.Groups;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

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

    /// <summary>Earlier connections of the device: one that a broken link has kept from hearing that it was displaced does not come back.</summary>
    public IReadOnlyList<ConnectionAddress> Displaced { get; private set; } = [];

    private const int DisplacedRemembered = 4;

    public void Follow(Attachment older) => Displaced = older.Connection == Connection
        ? older.Displaced
        : [.. older.Displaced.TakeLast(DisplacedRemembered - 1), older.Connection];

    public long SentUpTo { get; set; }

    /// <summary>Number in the chain of the last frame pushed, or where the chain began; and what that was when the lease was last renewed.</summary>
    public long LastPushed { get; set; }
    public long PushedAtRenewal { get; set; }
    public int Unacknowledged { get; set; }
    public long LeaseUntil { get; set; }

    /// <summary>Unix milliseconds.</summary>
    public long AttachedAt { get; init; }

    /// <summary>The inbox has been sent; and the device has been told that this holds for everything that waited.</summary>
    public bool InboxCaughtUp { get; set; }
    public bool CaughtUp { get; set; }

    /// <summary>Whose turn it is.</summary>
    public bool GroupsFirst { get; set; }

    /// <summary>The next row is on its way from the journal.</summary>
    public bool Loading { get; set; }

    // Groups, in the same credit (D3).

    /// <summary>Messages of groups that are not acknowledged, places kept for answers to pulls, and how many pulls there are.</summary>
    public int GroupUnacknowledged { get; set; }
    public int GroupReserved { get; set; }
    public int Pulls { get; set; }

    /// <summary>What the inbox may use; and groups, which leave it a quarter.</summary>
    public int Credit => Window - Unacknowledged - GroupUnacknowledged - GroupReserved;

    public int GroupCredit => Math.Min(Credit, Math.Max(1, Window - Window / 4) - GroupUnacknowledged - GroupReserved);

    /// <summary>Groups for which the device has to pull, in turn.</summary>
    public Queue<GroupPlace> Lagging => _lagging ??= new Queue<GroupPlace>();

    public bool HasLagging => _lagging is { Count: > 0 };

    private Queue<GroupPlace>? _lagging;

    /// <summary>Positions of groups that the client returned when it attached (D4).</summary>
    public IReadOnlyList<GroupPosition> Claims { get; init; } = [];

    public long Claimed(GroupId group)
    {
        foreach (var claim in Claims)
            if (claim.Group == group)
                return claim.Position;
        return 0;
    }
}
