using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Checking;

/// <summary>Every send, ack, refusal, delivery and receipt of a run. Not thread-safe: all clients run on one scheduler.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<string, SentMessage> _byClientId = [];
    private readonly Dictionary<CastDevice, DeviceLog> _devices = [];
    private readonly Dictionary<(string User, Conversation Conversation), string> _readMarks = [];

    public Ledger(Cast cast)
    {
        Cast = cast;
        foreach (var device in cast.Devices)
            _devices.Add(device, new DeviceLog(device));
    }

    public Cast Cast { get; }

    public IReadOnlyCollection<SentMessage> Sends => _byClientId.Values;

    public IEnumerable<DeviceLog> Devices => _devices.Values;

    /// <summary>What was wrong at the moment at which it happened.</summary>
    public List<Violation> Noticed { get; } = [];

    /// <summary>True while nothing has gone wrong for so long that nothing may be repeated any more.</summary>
    public bool Calm { get; set; } = true;

    public DeviceLog Of(CastDevice device) => _devices[device];

    public SentMessage? Find(string clientId) => _byClientId.GetValueOrDefault(clientId);

    public SentMessage Written(string clientId, CastDevice sender, Conversation conversation, int number)
    {
        var message = new SentMessage(clientId, sender, conversation, number);
        _byClientId.Add(clientId, message);
        return message;
    }

    public void Acked(string clientId, string messageId, TimeSpan at, string node)
    {
        if (Find(clientId) is not { } message)
        {
            Noticed.Add(new Violation("once", $"an ack for {clientId}, which nobody has sent"));
            return;
        }

        var before = message.MessageId;
        message.Acked(at, messageId, node);
        if (before is not null && before != messageId)
            Noticed.Add(new Violation("once", $"{clientId} was known as {before} and is acked as {messageId}", message));
    }

    public void Refused(string clientId, string code, bool retryable, TimeSpan at, string node)
    {
        if (Find(clientId) is not { } message) return;
        message.Refused(at, code, node);
        if (!retryable) Noticed.Add(new Violation("refused", $"{clientId} was refused for good with {code}", message));
    }

    /// <param name="place">Stream and number where the frame carries them, and where it came in.</param>
    /// <returns>False where the device has it already.</returns>
    public bool Delivered(CastDevice device, string clientId, string messageId, DeliveryPlace place, TimeSpan at)
    {
        var log = _devices[device];
        var repetition = new Repetition(log.HasAcknowledged(messageId, at), place.IsBelowResume, Calm);
        var delivery = new Delivery(at, device, clientId, messageId, place, log.Store(messageId) ? null : repetition);
        log.Deliveries.Add(delivery);
        if (Find(clientId) is { } message) message.Delivered(delivery);
        else Noticed.Add(new Violation("once", $"{device} was sent {clientId} as {messageId}, which nobody has sent"));
        return delivery.IsFirst;
    }

    public void Read(string user, Conversation conversation, string upTo)
    {
        if (string.CompareOrdinal(upTo, ReadMark(user, conversation)) > 0) _readMarks[(user, conversation)] = upTo;
    }

    /// <summary>Up to where the user has read; empty where nothing.</summary>
    public string ReadMark(string user, Conversation conversation) => _readMarks.GetValueOrDefault((user, conversation), "");
}
