using System.Text;
using Chat.Bench.Client;

namespace Chat.Bench.Workloads;

/// <summary>How an ack or a delivery fits what was sent.</summary>
internal enum Outcome
{
    /// <summary>Seen for the first time, and in its place.</summary>
    Fresh,

    /// <summary>The same again, which the contract allows: at least once on the wire, once in effect.</summary>
    Repeated,

    /// <summary>A broken promise; <see cref="Conversation.Problem"/> says which.</summary>
    Wrong,
}

/// <summary>
/// One direction of one pair: what was sent, acked and received, in a ring that begins at the oldest message that is not both acked
/// and received. Every promise of the contract about order and repetition is checked here, message by message.
/// </summary>
internal sealed class Conversation(int index, Connection sender, Connection recipient) : IPacedSender
{
    private Connection _sender = sender;
    private Connection _recipient = recipient;

    private Slot[] _slots = new Slot[32];
    private long _first;
    private long _expected;
    private MessageId _newest;

    public int Index => index;

    public Connection Sender => _sender;

    public Connection Recipient => _recipient;

    /// <summary>The sender has been told to go.</summary>
    public bool IsHeld { get; set; }

    public bool MaySend => _sender.IsOpen && !IsHeld;

    public byte[] RecipientId { get; } = Encoding.UTF8.GetBytes(recipient.User.Id);

    /// <summary>Sent and not yet acked.</summary>
    public int InFlight { get; private set; }

    public long Sent { get; private set; }

    /// <summary>Some message was sent again, so first deliveries need no longer come in the order of first sends.</summary>
    public bool WasResent { get; private set; }

    /// <summary>The first message that was received out of the order of sending; a broken promise unless <see cref="WasResent"/>.</summary>
    public string? Disorder { get; private set; }

    /// <summary>Intended times of messages that wait because the window of unacked sends is full.</summary>
    public Queue<long>? Held { get; set; }

    public string? Problem { get; private set; }

    /// <summary>Everything sent was acked and received.</summary>
    public bool IsComplete => _first == Sent && Held is null or { Count: 0 };

    /// <summary>One of the two has connected again.</summary>
    public void Replace(Connection connection)
    {
        if (connection.User.Index == _sender.User.Index)
            _sender = connection;
        else
            _recipient = connection;
    }

    public long Add(long intended, long now)
    {
        if (Sent - _first == _slots.Length)
            Grow();
        this[Sent] = new Slot { Intended = intended, FirstSentAt = now, SentAt = now };
        InFlight++;
        return Sent++;
    }

    public Outcome Ack(long sequence, MessageId id, out Moments moments)
    {
        moments = default;
        if (sequence < 0 || sequence >= Sent)
            return Fail($"an ack for message {sequence}, which was never sent");
        if (sequence < _first)
            return Outcome.Repeated;
        ref var slot = ref this[sequence];
        if ((slot.Acked || slot.Received) && slot.Id != id)
            return Fail($"message {sequence} is acked as {id} but was known as {slot.Id}");
        if (slot.Acked)
            return Outcome.Repeated;
        (slot.Acked, slot.Id) = (true, id);
        moments = new Moments(slot.Intended, slot.FirstSentAt);
        InFlight--;
        Shorten();
        return Outcome.Fresh;
    }

    public Outcome Receive(long sequence, MessageId id, out Moments moments)
    {
        moments = default;
        if (sequence < 0 || sequence >= Sent)
            return Fail($"message {sequence} was received but never sent");
        if (sequence < _first || this[sequence].Received)
        {
            // A redelivery carries the id of before; a higher one is a second message.
            return id.CompareTo(_newest) <= 0 ? Outcome.Repeated : Fail($"message {sequence} was received twice, the second time as {id}");
        }

        ref var slot = ref this[sequence];
        if (slot.Acked && slot.Id != id)
            return Fail($"message {sequence} was acked as {slot.Id} but received as {id}");
        (slot.Received, slot.Id) = (true, id);
        moments = new Moments(slot.Intended, slot.FirstSentAt);
        var (expected, newest) = (_expected, _newest);
        _expected = Math.Max(_expected, sequence + 1);
        _newest = id.CompareTo(newest) > 0 ? id : newest;
        Shorten();
        if (id.CompareTo(newest) <= 0)
            return Fail($"message {sequence} came as {id} after {newest}");
        // Judged at the end only: the refusal that explains a gap may be read a moment after the gap.
        if (sequence != expected)
            Disorder ??= $"message {sequence} came where {expected} was due";
        return Outcome.Fresh;
    }

    /// <summary>Intended and last sending time of a message, if it is still without an ack.</summary>
    public bool IsUnacked(long sequence) => sequence >= _first && sequence < Sent && !this[sequence].Acked;

    public void Resent(long sequence, long now)
    {
        this[sequence].SentAt = now;
        WasResent = true;
    }

    /// <summary>Messages whose last sending is older than the moment given and still without an ack.</summary>
    public IEnumerable<long> UnackedBefore(long moment)
    {
        for (var sequence = _first; sequence < Sent; sequence++)
        {
            if (!this[sequence].Acked && this[sequence].SentAt < moment)
                yield return sequence;
        }
    }

    /// <summary>What is missing at the end.</summary>
    public (int NotAcked, int NotReceived) Missing()
    {
        var (notAcked, notReceived) = (0, 0);
        for (var sequence = _first; sequence < Sent; sequence++)
        {
            notAcked += this[sequence].Acked ? 0 : 1;
            notReceived += this[sequence].Acked && !this[sequence].Received ? 1 : 0;
        }

        return (notAcked, notReceived);
    }

    private ref Slot this[long sequence] => ref _slots[sequence & (_slots.Length - 1)];

    private void Shorten()
    {
        while (_first < Sent && this[_first] is { Acked: true, Received: true })
            _first++;
    }

    private void Grow()
    {
        var larger = new Slot[_slots.Length * 2];
        for (var sequence = _first; sequence < Sent; sequence++)
            larger[sequence & (larger.Length - 1)] = this[sequence];
        _slots = larger;
    }

    private Outcome Fail(string problem)
    {
        Problem = $"{Sender.User.Id} to {Recipient.User.Id}: {problem}";
        return Outcome.Wrong;
    }

    private struct Slot
    {
        public long Intended;
        public long FirstSentAt;
        public long SentAt;
        public MessageId Id;
        public bool Acked;
        public bool Received;
    }
}
