using Chat.Faults.Tests.Checking;
using Chat.Faults.Tests.Running;

namespace Chat.Faults.Tests.Traffic;

/// <summary>
/// What a phone has written and not seen acked, in its order. All of it goes again after a reconnect, what is unanswered for 10 s goes again, and
/// what was refused for now holds its conversation back until its time to wait is over: what was written later must not overtake it.
/// </summary>
internal sealed class Outbox
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    private readonly List<Item> _items = [];
    private readonly Dictionary<Conversation, TimeSpan> _held = [];

    public int Count => _items.Count;

    public IEnumerable<SentMessage> Messages => _items.Select(item => item.Message);

    public void Add(SentMessage message, byte[] frame) => _items.Add(new Item(message, frame));

    /// <summary>What is to be sent now, in order.</summary>
    public List<Item> TakeDue(TimeSpan now)
    {
        foreach (var (conversation, _) in _held.Where(h => h.Value <= now).ToList())
        {
            _held.Remove(conversation);
            foreach (var item in _items.Where(i => i.Message.Conversation == conversation))
                item.SentAt = null;
        }

        var due = _items.Where(i => !_held.ContainsKey(i.Message.Conversation) && !(now - i.SentAt < AnswerLimit)).ToList();
        foreach (var item in due)
            item.SentAt = now;
        return due;
    }

    public void Reconnected()
    {
        foreach (var item in _items)
            item.SentAt = null;
    }

    public void Acked(string clientId) => _items.RemoveAll(item => item.Message.ClientId == clientId);

    public void Refused(string clientId, TimeSpan until)
    {
        if (_items.Find(item => item.Message.ClientId == clientId) is { } item) _held[item.Message.Conversation] = until;
    }

    internal sealed class Item(SentMessage message, byte[] frame)
    {
        public SentMessage Message => message;

        public byte[] Frame => frame;

        /// <summary>Null where it has not gone on the present connection.</summary>
        public TimeSpan? SentAt { get; set; }

        public override string ToString() => $"{message.ClientId} {RunClock.Text(SentAt ?? TimeSpan.Zero)}";
    }
}
