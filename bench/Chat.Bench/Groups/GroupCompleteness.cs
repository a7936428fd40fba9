namespace Chat.Bench.Groups;

/// <summary>What the groups of a run still owe at its end.</summary>
internal static class GroupCompleteness
{
    private const int DisordersShown = 5;

    public static IEnumerable<string> Failures(IReadOnlyCollection<Group> groups)
    {
        var channels = groups.SelectMany(group => group.Channels).ToArray();
        var disorders = channels.Where(channel => channel.Disorder is not null && !channel.WasResent).ToArray();
        foreach (var channel in disorders.Take(DisordersShown))
            yield return $"{channel.Sender.User.Id} in {channel.Group.Name}: {channel.Disorder}";
        if (disorders.Length > DisordersShown)
            yield return $"and {disorders.Length - DisordersShown:N0} more senders whose messages are out of order";

        if (channels.Sum(channel => channel.Sent - channel.Acked) is > 0 and var unacked)
            yield return $"{unacked:N0} messages were sent and never acked.";
        var lacking = groups
            .SelectMany(group => group.Views.Select(view => group.OwedTo(view.User) - view.Received))
            .Where(lacks => lacks > 0).ToArray();
        if (lacking.Length > 0)
            yield return $"{lacking.Length:N0} members lack messages: {lacking.Sum():N0} NEVER CAME, or not in their place.";
    }
}
