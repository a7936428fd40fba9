using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Checking;

/// <summary>
/// Every device of a sender has been told that his messages have arrived, and up to where they are read; of his latest message to a group, how many
/// have it and have read it.
/// </summary>
internal sealed class StatusesArrive : IRule
{
    public IEnumerable<Violation> Check(Ledger ledger)
    {
        var sent = ledger.Sends.Where(m => m is { IsAcked: true, Conversation.IsGroup: false }).GroupBy(m => (m.Sender.User, m.Conversation));
        return sent.SelectMany(toOne => OfTwo(ledger, toOne.Key.User, toOne.Key.Conversation, toOne)).Concat(OfGroups(ledger));
    }

    /// <summary>Devices that know less, or more, of their user's latest message to a group than is so.</summary>
    public static IEnumerable<(DeviceLog Device, SentMessage Message, (int Delivered, int Read) Right)> WrongInGroups(Ledger ledger)
    {
        foreach (var sent in ledger.Sends.Where(m => m is { IsAcked: true, Conversation.IsGroup: true }).GroupBy(m => (m.Sender.User, m.Conversation)))
        {
            var last = sent.MaxBy(m => m.MessageId, StringComparer.Ordinal)!;
            var others = ledger.Cast.MembersOf(last.Conversation.Id).Where(member => member != sent.Key.User).ToList();
            var right = (others.Count, others.Count(member => string.CompareOrdinal(ledger.ReadMark(member, last.Conversation), last.MessageId) >= 0));
            foreach (var device in ledger.Cast.DevicesOf(sent.Key.User).Select(ledger.Of).Where(device => device.GroupReceipt(last.MessageId!) != right))
                yield return (device, last, right);
        }
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

    private static IEnumerable<Violation> OfGroups(Ledger ledger)
    {
        foreach (var (device, message, right) in WrongInGroups(ledger))
        {
            var (delivered, read) = device.GroupReceipt(message.MessageId!);
            yield return new Violation(
                "status", $"{device.Device} knows that {message.MessageId} has come to {delivered} and was read by {read}; right are {right.Delivered} and {right.Read}", message);
        }
    }

    private static bool IsBehind(string mark, SentMessage message) => string.CompareOrdinal(mark, message.MessageId) < 0;
}
