namespace Chat.Faults.Tests.Checking;

/// <summary>Every acked message has come to every device of its receivers, and to the sender's other devices; and in the end all is acked.</summary>
internal sealed class NothingIsLost : IRule
{
    public IEnumerable<Violation> Check(Ledger ledger)
    {
        foreach (var message in ledger.Sends.Where(m => m.FirstSentAt is not null))
        {
            if (!message.IsAcked)
            {
                yield return new Violation("loss", $"{message.ClientId} was never acked", message);
                continue;
            }

            foreach (var device in ledger.Cast.Audience(message.Conversation, message.Sender))
            {
                if (!ledger.Of(device).Has(message.MessageId!))
                    yield return new Violation("loss", $"{message.ClientId}, acked as {message.MessageId}, has not come to {device}", message);
            }
        }
    }
}
