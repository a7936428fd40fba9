using Chat.Bench.Client;
using Chat.Bench.Workloads;

namespace Chat.Bench.Groups;

/// <summary>
/// What one member writes to one group, in a ring that begins at the oldest message that is not both acked and received by every other
/// member. A message has one id and one position for all of them, which is how order and "once" are checked without a list per member.
/// </summary>
internal sealed class Channel(int index, Group group, Connection sender) : IPacedSender
{
    private Slot[] _slots = new Slot[32];
    private long _first;
    private long _positionBefore;

    public int Index => index;

    public Group Group => group;

    public Connection Sender => sender;

    /// <summary>Sent and not yet acked.</summary>
    public int InFlight { get; private set; }

    public long Sent { get; private set; }

    public long Acked { get; private set; }

    /// <summary>Something was sent again, so the group's order need no longer be the order of first sends.</summary>
    public bool WasResent { get; private set; }

    /// <summary>The first message that the group put before one that was sent earlier; a broken promise unless <see cref="WasResent"/>.</summary>
    public string? Disorder { get; private set; }

    /// <summary>Intended times of messages that wait because too many are unacked.</summary>
    public Queue<long>? Held { get; set; }

    public string? Problem { get; private set; }

    /// <summary>Everything sent was acked, and received by every other member.</summary>
    public bool IsComplete => _first == Sent && Held is null or { Count: 0 };

    public long Add(long intended, long now)
    {
        if (Sent - _first == _slots.Length)
            Grow();
        this[Sent] = new Slot { Intended = intended, SentAt = now };
        InFlight++;
        return Sent++;
    }

    public Outcome Ack(long sequence, MessageId id, out long intended)
    {
        intended = 0;
        if (sequence < 0 || sequence >= Sent)
            return Fail($"an ack for message {sequence}, which was never sent");
        if (sequence < _first)
            return Outcome.Repeated;
        ref var slot = ref this[sequence];
        if ((slot.Acked || slot.Position > 0) && slot.Id != id)
            return Fail($"message {sequence} is acked as {id} but was known as {slot.Id}");
        if (slot.Acked)
            return Outcome.Repeated;
        (slot.Acked, slot.Id) = (true, id);
        intended = slot.Intended;
        InFlight--;
        Acked++;
        Shorten();
        return Outcome.Fresh;
    }

    /// <summary>A member has received the message for the first time at that position.</summary>
    public Outcome Receive(long sequence, MessageId id, long position, out long intended)
    {
        intended = 0;
        if (sequence < 0 || sequence >= Sent)
            return Fail($"message {sequence} was received but never sent");
        // Whoever is beyond a position never asks again: this is another one.
        if (sequence < _first)
            return Fail($"message {sequence} was received twice, the second time as {id} at {position}");
        ref var slot = ref this[sequence];
        if ((slot.Acked || slot.Position > 0) && slot.Id != id)
            return Fail($"message {sequence} is known as {slot.Id} but was received as {id}");
        if (slot.Position == 0)
            Place(ref slot, sequence, id, position);
        else if (slot.Position != position)
            return Fail($"message {sequence} stands at {slot.Position}, and at {position} for others");
        slot.Receipts++;
        intended = slot.Intended;
        Shorten();
        return Outcome.Fresh;
    }

    /// <summary>A member is sent again what it has: it must be what it was.</summary>
    public bool IsKnownAs(long sequence, MessageId id, long position) =>
        sequence < _first || sequence < Sent && this[sequence] is var slot && slot.Id == id && slot.Position == position;

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

    private ref Slot this[long sequence] => ref _slots[sequence & (_slots.Length - 1)];

    private void Place(ref Slot slot, long sequence, MessageId id, long position)
    {
        (slot.Id, slot.Position) = (id, position);
        var before = sequence > _first ? this[sequence - 1].Position : _positionBefore;
        var after = sequence + 1 < Sent ? this[sequence + 1].Position : 0;
        // Judged at the end only: the refusal that explains it may be read a moment later.
        if (before > position || after > 0 && after < position)
            Disorder ??= $"message {sequence} stands at {position}, its neighbours at {before} and {after}";
    }

    private void Shorten()
    {
        while (_first < Sent && this[_first] is { Acked: true } oldest && oldest.Receipts == group.Others)
        {
            _positionBefore = oldest.Position;
            _first++;
        }
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
        Problem = $"{sender.User.Id} in {group.Name}: {problem}";
        return Outcome.Wrong;
    }

    private struct Slot
    {
        public long Intended;
        public long SentAt;
        public long Position;
        public MessageId Id;
        public int Receipts;
        public bool Acked;
    }
}
