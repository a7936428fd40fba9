namespace Chat.Faults.Tests.Checking;

/// <summary>One message for one client id: no device was ever sent it under two ids, and no id stands for two of them.</summary>
internal sealed class NothingIsTwice : IRule
{
    public IEnumerable<Violation> Check(Ledger ledger)
    {
        var owners = new Dictionary<string, SentMessage>();
        foreach (var message in ledger.Sends.Where(m => m.MessageId is not null))
        {
            if (!owners.TryAdd(message.MessageId!, message))
                yield return new Violation("once", $"{message.MessageId} is two messages", owners[message.MessageId!], message);
        }

        var told = new HashSet<(string, string)>();
        foreach (var delivery in ledger.Devices.SelectMany(d => d.Deliveries))
        {
            if (ledger.Find(delivery.ClientId) is { } message && delivery.MessageId != message.MessageId && told.Add((delivery.ClientId, delivery.MessageId)))
                yield return new Violation("once", $"{delivery.ClientId} is {message.MessageId} and came to {delivery.Device} as {delivery.MessageId}", message);
        }
    }
}
