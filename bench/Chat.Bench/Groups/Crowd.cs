using Chat.Bench.Workloads;

namespace Chat.Bench.Groups;

/// <summary>Groups whose figures are one: the large one, or all small ones together.</summary>
internal sealed class Crowd(string name)
{
    public string Name => name;

    public List<Group> Groups { get; } = [];

    public IEnumerable<Channel> Channels => Groups.SelectMany(group => group.Channels);

    /// <summary>Of the window that is being measured.</summary>
    public Tally Tally { get; set; } = new();

    /// <summary>Called for each fresh ack: where a closed loop sends its next message.</summary>
    public Action<Channel, long>? Acked { get; set; }

    public bool IsComplete => Groups.TrueForAll(static group => group.Channels.All(static channel => channel.IsComplete));

    public long Sent => Groups.Sum(group => group.Channels.Sum(channel => channel.Sent));
}
