using Chat.Domain.Groups.Members;
using Chat.Domain.Users;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>
/// Who has received and read: the places of members are the truth (P5). Senders on line are told how many, of their latest messages, at most
/// once a second; who exactly is asked for by REST.
/// </summary>
public sealed partial class Group
{
    private long _receiptsDue = long.MaxValue;
    private long _receiptsToldAt;

    /// <summary>The first of a burst waits for the others.</summary>
    private const long ReceiptsGatherMs = 200;

    private long ReceiptIntervalMs => (long)_limits.ReceiptInterval.TotalMilliseconds;

    private void ReceiptsChanged(long now)
    {
        if (_receiptsDue == long.MaxValue) _receiptsDue = Math.Max(now + ReceiptsGatherMs, _receiptsToldAt + ReceiptIntervalMs);
    }

    private void TellReceipts(long now, GroupEffects effects)
    {
        if (now < _receiptsDue) return;
        _receiptsDue = long.MaxValue;
        _receiptsToldAt = now;
        foreach (var sender in State.Members.All)
            if (sender is { IsMember: true, Live.Dormant: false, Latest.Count: > 0 }) // a sleeper sees it when he is back
                Tell(sender, onlyChanged: true, effects);
    }

    private void TellLatest(GroupMember sender, GroupEffects effects)
    {
        if (sender.Latest.Count > 0) Tell(sender, onlyChanged: false, effects);
    }

    private void Tell(GroupMember sender, bool onlyChanged, GroupEffects effects)
    {
        List<GroupReceipt>? receipts = null;
        foreach (ref var sent in sender.Latest.Span)
        {
            var (delivered, read, members) = Count(sender, sent.Position, sent.Stamp);
            if (delivered == 0 && read == 0 || onlyChanged && delivered == sent.ToldDelivered && read == sent.ToldRead) continue;
            (sent.ToldDelivered, sent.ToldRead) = (delivered, read);
            (receipts ??= []).Add(new GroupReceipt(new MessageId(sent.Stamp, State.Number, MessageId.GroupConversation), delivered, read, members));
        }

        if (receipts is null) return;
        effects.Tell(new UserCommands.GroupReceipts(
            sender.User, _id, State.Number, receipts, sender.LastVisible(State.Head), sender.Contact.Token, sender.Live.Released, _now));
    }

    /// <summary>Of those who may see the message, without its sender.</summary>
    private (int Delivered, int Read, int Members) Count(GroupMember sender, long position, long stamp)
    {
        int delivered = 0, read = 0, members = 0;
        foreach (var member in State.Members.All)
        {
            if (member == sender || !member.Sees(position)) continue;
            members++;
            if (HasRead(member, stamp)) read++;
            if (Has(member, position, stamp)) delivered++;
        }

        return (delivered, read, members);
    }

    /// <summary>Whoever has read it has received it, whatever his entity has told so far.</summary>
    private static bool Has(GroupMember member, long position, long stamp) => member.Live.Delivered >= position || HasRead(member, stamp);

    private static bool HasRead(GroupMember member, long stamp) => member.Live.Read >= stamp;
}
