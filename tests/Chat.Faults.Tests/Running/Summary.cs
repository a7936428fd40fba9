using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Running;

/// <summary>What a run has been through, in one line.</summary>
internal static class Summary
{
    public static string Of(Town town)
    {
        var sends = town.Ledger.Sends;
        var deliveries = town.Ledger.Devices.SelectMany(d => d.Deliveries).ToList();
        var waits = sends.Where(m => m.IsAcked).Select(m => (m.AckedAt!.Value - m.FirstSentAt!.Value).TotalSeconds).Order().ToList();
        return $"{sends.Count(m => m.IsAcked)} of {sends.Count} acked ({sends.Count(m => m.Conversation.IsGroup)} to groups, {sends.Sum(m => m.Refusals.Count)} refusals), "
            + $"{deliveries.Count(d => d.IsFirst)} delivered and {deliveries.Count(d => !d.IsFirst)} repeated, {town.World.Connections} connections; "
            + (waits.Count == 0 ? "" : $"ack after {waits[waits.Count / 2] * 1000:0} ms (median), {waits[waits.Count * 99 / 100]:0.0} s (p99), {waits[^1]:0.0} s at most");
    }
}
