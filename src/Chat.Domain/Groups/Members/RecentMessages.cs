namespace Chat.Domain.Groups.Members;

/// <summary>
/// Stamps and senders of the group's newest messages, by which a member's unread ones are counted anew when he has read some of them. The log
/// cannot tell: it lets go of what everybody has received, read or not.
/// </summary>
public sealed class RecentMessages
{
    private readonly List<(long Stamp, int Sender)> _messages = new(0);

    /// <summary>Beyond this a count goes down only once the reader has come this near.</summary>
    public const int Capacity = 256;

    public IReadOnlyList<(long Stamp, int Sender)> All => _messages;

    /// <param name="sender">His number in the group.</param>
    public void Add(long stamp, int sender)
    {
        if (_messages.Count >= 2 * Capacity) _messages.RemoveRange(0, Capacity); // now and then, not each time
        _messages.Add((stamp, sender));
    }

    /// <summary>How many there are after the stamp that others than the reader have sent; null where the stamp is too old to tell.</summary>
    public int? After(long stamp, int reader)
    {
        var count = 0;
        for (var i = _messages.Count - 1; i >= 0; i--)
        {
            if (_messages[i].Stamp <= stamp) return count;
            if (_messages[i].Sender != reader) count++;
        }

        return null;
    }
}
