namespace Chat.Faults.Tests.Checking;

/// <summary>
/// What a device has acknowledged is not sent to it again, unless the server crashed within the last moments (protocol, rule 5); what it has just come
/// back with a position beyond is not sent to it at all.
/// </summary>
internal sealed class NothingIsRepeated : IRule
{
    public IEnumerable<Violation> Check(Ledger ledger)
    {
        foreach (var delivery in ledger.Devices.SelectMany(d => d.Deliveries))
        {
            if (delivery.Repetition is not { } repetition || ledger.Find(delivery.ClientId) is not { } message) continue;
            if (repetition.IsBelowResume)
                yield return new Violation("repeated", $"{delivery.Device} came back with a position beyond {delivery.MessageId} and was sent it", message);
            else if (repetition.WasAcked && repetition.WasCalm)
                yield return new Violation("repeated", $"{delivery.Device} had acknowledged {delivery.MessageId} and was sent it again, although nothing had gone wrong", message);
        }
    }
}
