using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Checking;

/// <summary>What one device has got and been told.</summary>
internal sealed class DeviceLog(CastDevice device)
{
    private static readonly TimeSpan AckOnItsWay = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, string> _delivered = [];
    private readonly Dictionary<string, string> _read = [];
    private readonly Dictionary<string, (int Delivered, int Read)> _groupReceipts = [];
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<string, (TimeSpan At, int Session)> _acked = [];
    private readonly Dictionary<int, TimeSpan> _ends = [];

    public CastDevice Device => device;

    /// <summary>In the order in which they came, repetitions included.</summary>
    public List<Delivery> Deliveries { get; } = [];

    /// <summary>The device's own deduplication. False where it has the message already.</summary>
    public bool Store(string messageId) => _seen.Add(messageId);

    public bool Has(string messageId) => _seen.Contains(messageId);

    public void Acknowledged(string messageId, TimeSpan at, int session) => _acked.TryAdd(messageId, (at, session));

    public void SessionEnded(int session, TimeSpan at) => _ends[session] = at;

    /// <summary>Whether the server has surely got the device's acknowledgement: the connection that it was sent on has lived on for a while.</summary>
    public bool HasAcknowledged(string messageId, TimeSpan now) =>
        _acked.TryGetValue(messageId, out var ack) && _ends.GetValueOrDefault(ack.Session, now) - ack.At > AckOnItsWay;

    /// <summary>Up to where the peer's devices have, or the peer has read, what this user sent; empty where never told.</summary>
    public string Mark(string peer, bool read) => (read ? _read : _delivered).GetValueOrDefault(peer, "");

    public void Told(string peer, bool read, IEnumerable<string> messageIds)
    {
        var marks = read ? _read : _delivered;
        foreach (var id in messageIds)
        {
            if (string.CompareOrdinal(id, marks.GetValueOrDefault(peer, "")) > 0) marks[peer] = id;
        }
    }

    public (int Delivered, int Read) GroupReceipt(string messageId) => _groupReceipts.GetValueOrDefault(messageId);

    public void ToldOfGroup(string messageId, int delivered, int read) => _groupReceipts[messageId] = (delivered, read);
}
