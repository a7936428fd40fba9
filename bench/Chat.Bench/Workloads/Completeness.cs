namespace Chat.Bench.Workloads;

/// <summary>What a run still owes at its end.</summary>
internal static class Completeness
{
    private const int DisordersShown = 5;

    public static IEnumerable<string> Failures(Conversation[] conversations)
    {
        var (notAcked, notReceived) = (0, 0);
        foreach (var conversation in conversations)
        {
            var missing = conversation.Missing();
            notAcked += missing.NotAcked;
            notReceived += missing.NotReceived;
        }

        var disorders = conversations.Where(c => c.Disorder is not null && !c.WasResent).ToArray();
        foreach (var conversation in disorders.Take(DisordersShown))
            yield return $"{conversation.Sender.User.Id} to {conversation.Recipient.User.Id}: {conversation.Disorder}";
        if (disorders.Length > DisordersShown)
            yield return $"and {disorders.Length - DisordersShown:N0} more conversations out of order";
        if (notAcked > 0)
            yield return $"{notAcked:N0} messages were sent and never acked.";
        if (notReceived > 0)
            yield return $"{notReceived:N0} messages were ACKED AND NEVER RECEIVED.";
    }
}
