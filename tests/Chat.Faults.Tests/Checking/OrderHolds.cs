using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Checking;

/// <summary>
/// In a conversation a device gets what others send in the order of the message ids, so all devices agree; and of one sending device's messages the
/// ids are in the order of sending (M2), except past one that was refused after the later one had been sent: the later one need not wait for it. Where a
/// copy of what the user sent from another device belongs is said by its id alone: copies come by another way, and after a crash later than younger ones.
/// </summary>
internal sealed class OrderHolds : IRule
{
    public IEnumerable<Violation> Check(Ledger ledger) => ledger.Devices.SelectMany(log => OnDevice(ledger, log)).Concat(OfSenders(ledger));

    private static IEnumerable<Violation> OnDevice(Ledger ledger, DeviceLog log)
    {
        var last = new Dictionary<Conversation, Delivery>();
        foreach (var delivery in log.Deliveries.Where(d => d.IsFirst))
        {
            if (ledger.Find(delivery.ClientId) is not { } message) continue;
            if (!message.Conversation.IsGroup && message.Sender.User == log.Device.User) continue;
            if (last.TryGetValue(message.Conversation, out var before) && string.CompareOrdinal(before.MessageId, delivery.MessageId) > 0)
            {
                yield return new Violation(
                    "order", $"{log.Device} got {delivery.MessageId} after {before.MessageId}", message, ledger.Find(before.ClientId)!);
            }

            last[message.Conversation] = delivery;
        }
    }

    private static IEnumerable<Violation> OfSenders(Ledger ledger)
    {
        var known = ledger.Sends.Where(m => m.MessageId is not null);
        foreach (var sent in known.GroupBy(m => (m.Sender, m.Conversation)))
        {
            var messages = sent.OrderBy(m => m.Number).ToList();
            for (var i = 0; i < messages.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (string.CompareOrdinal(messages[j].MessageId, messages[i].MessageId) > 0 && !MayBeOvertaken(messages[j], messages[i]))
                    {
                        yield return new Violation(
                            "order", $"{messages[i].ClientId} was sent after {messages[j].ClientId} and stands before it", messages[j], messages[i]);
                    }
                }
            }
        }
    }

    private static bool MayBeOvertaken(SentMessage earlier, SentMessage later) => earlier.Refusals.Any(at => at >= later.FirstSentAt);
}
