using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Checking;

/// <summary>
/// Every device of a sender has been told that his messages have arrived, and up to where they are read; in a group he is told how many have
/// and have read his latest message.
/// </summary>
internal sealed class StatusesArrive : IRule
{
    public IEnumerable<Violation> Check(Ledger ledger)
    {
        var acked = ledger.Sends.Where(m => m.IsAcked).ToList();
        return acked.Where(m => !m.Conversation.IsGroup).GroupBy(m => (m.Sender.User, m.Conversation)).SelectMany(sent => OfTwo(ledger, sent.Key.User, sent.Key.Conversation, sent))
            .Concat(acked.Where(m => m.Conversation.IsGroup).GroupBy(m => (m.Sender.User, m.Conversation)).SelectMany(sent => OfGroup(ledger, sent.Key.User, sent)));
    }

    private static IEnumerable<Violation> OfTwo(Ledger ledger, string user, Conversation conversation, IEnumerable<SentMessage> sent)
    {
        var peer = conversation.Peer(user);
        var messages = sent.OrderBy(m => m.MessageId, StringComparer.Ordinal).ToList();
        var mark = ledger.ReadMark(peer, conversation);
        var read = messages.LastOrDefault(m => string.CompareOrdinal(m.MessageId, mark) <= 0);
        foreach (var device in ledger.Cast.DevicesOf(user).Select(ledger.Of))
        {
            if (IsBehind(device.Mark(peer, read: false), messages[^1]))
                yield return new Violation("status", $"{device.Device} was not told that {messages[^1].MessageId} has come to {peer}, only up to {device.Mark(peer, read: false)}", messages[^1]);
            if (read is not null && IsBehind(device.Mark(peer, read: true), read))
                yield return new Violation("status", $"{device.Device} was not told that {peer} has read {read.MessageId}, only up to {device.Mark(peer, read: true)}", read);
        }
    }

    private static IEnumerable<Violation> OfGroup(Ledger ledger, string user, IEnumerable<SentMessage> sent)
    {
        var last = sent.MaxBy(m => m.MessageId, StringComparer.Ordinal)!;
        var others = ledger.Cast.MembersOf(last.Conversation.Id).Where(member => member != user).ToList();
        var readers = others.Count(member => string.CompareOrdinal(ledger.ReadMark(member, last.Conversation), last.MessageId) >= 0);
        foreach (var device in ledger.Cast.DevicesOf(user).Select(ledger.Of))
        {
            var told = device.GroupReceipt(last.MessageId!);
            if (told != (others.Count, readers))
            {
                yield return new Violation(
                    "status", $"{device.Device} was told that {last.MessageId} has come to {told.Delivered} and was read by {told.Read}; right are {others.Count} and {readers}", last);
            }
        }
    }

    private static bool IsBehind(string mark, SentMessage message) => string.CompareOrdinal(mark, message.MessageId) < 0;
}
