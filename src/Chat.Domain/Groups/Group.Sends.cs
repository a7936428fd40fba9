using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Domain.Sends;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>Messages of members: one row each, however many read it. Order, idempotency and acks are those of 1:1 (M1, M2, M4).</summary>
public sealed partial class Group : ISendLog<GroupEffects>
{
    private const long ChangingRetryMs = 200;

    SendHistory ISendLog<GroupEffects>.Sends => State.Sends;

    long ISendLog<GroupEffects>.Number => State.Number;

    string ISendLog<GroupEffects>.Unreadable => "The group cannot be read at the moment.";

    ConnectionMessages.SendRefused? ISendLog<GroupEffects>.Refusal(ISend c, long now)
    {
        if (!State.IsCreated)
            return Refuse(c, ErrorCode.GroupNotFound, "There is no group with this group_id.", "group_id");
        if (State.Members.FindMember(c.Sender) is not { } member)
            return Refuse(c, ErrorCode.NotMember, "Only members can write to this group.", null);
        if (member.IsMutedAt(now))
            return Refuse(c, ErrorCode.MemberMuted, "You have been muted in this group.", null);
        if (_pending.Concerned.Contains(c.Sender)) // decided on committed state, as the change is (G1): else he might write after he has gone
            return new(Address, c.N, c.ClientMessageId, ErrorCode.Unavailable, "The group is changing; send it again.", null, ChangingRetryMs);
        return OverRate(c, now); // last: what is refused for another reason uses nothing up
    }

    SendRecord ISendLog<GroupEffects>.Queue(ISend c, UInt128 key, ulong fingerprint, long now, GroupEffects effects)
    {
        MakeRoom(now, effects);
        var id = new MessageId(NextStamp(c.Floor, now), State.Number, MessageId.GroupConversation);
        _pending.Messages++;
        _pending.Bytes += c.Body.Content.Length;
        Persist(new GroupEvents.MessageAccepted(
            NextPosition(), id, c.Sender, c.SenderDevice, c.ClientMessageId, c.Body, now, key, fingerprint, TakeMarksForAppend(now)), effects);
        return new SendRecord(fingerprint, id, now);
    }

    void ISendLog<GroupEffects>.Spilled(SpilledBucket bucket, GroupEffects effects) =>
        Persist(new GroupEvents.SendsSpilled(bucket.UpToRow, bucket.NewestAt), effects);

    public void LookedUp(IReadOnlyDictionary<UInt128, SendRecord>? found, long now, GroupEffects effects)
    {
        NoticeTime(now);
        _sends.LookedUp(found, now, effects);
    }

    public void FiltersRead(SpilledFilters? filters, long now, GroupEffects effects)
    {
        NoticeTime(now);
        _sends.FiltersRead(filters, now, effects);
    }

    public void SpillEnded(SpilledBucket bucket, bool done, long now, GroupEffects effects)
    {
        NoticeTime(now);
        _sends.SpillEnded(bucket, done, now, effects);
    }

    private void SendCommitted(GroupEvents.MessageAccepted e, long now, GroupEffects effects)
    {
        _pending.Messages--;
        _pending.Bytes -= e.Body.Content.Length;
        _sends.Committed(Address, e.Key, e.ClientMessageId, e.MessageId, e.At, effects);
        if (e.Watermarks is { } watermarks) MarksCommitted(watermarks, effects);
        _sends.SpillIfDue(now, effects);
    }

    /// <summary>M3: after the clock, after the last id, and after everything that the sender had seen; the counter carries into the next second.</summary>
    private long NextStamp(long floor, long now)
    {
        var last = Math.Max(Math.Max(State.LastStamp, _pending.LastStamp), floor);
        return _pending.LastStamp = Math.Max(MessageId.StampAt(now), last + 1);
    }

    private ConnectionMessages.SendRefused Refuse(ISend c, ErrorCode code, string detail, string? field) =>
        new(Address, c.N, c.ClientMessageId, code, detail, field, null);
}
