using System.Text;
using Chat.Bench.Client;

namespace Chat.Bench.Groups;

/// <summary>One group of the run: who is in it, and what its members write.</summary>
internal sealed class Group
{
    private readonly Dictionary<int, MemberView> _views;
    private readonly List<Channel> _channels = [];

    public Group(string name, Crowd crowd, IReadOnlyCollection<int> members)
    {
        (Name, Crowd, Others) = (name, crowd, members.Count - 1);
        Id = Encoding.UTF8.GetBytes(name);
        _views = members.ToDictionary(user => user, user => new MemberView(user));
        crowd.Groups.Add(this);
    }

    /// <summary>The id that the server has given.</summary>
    public string Name { get; }

    public byte[] Id { get; }

    public Crowd Crowd { get; }

    /// <summary>To so many a message is delivered: every member has one device, and the one that has sent it is not sent it.</summary>
    public int Others { get; }

    public IReadOnlyList<Channel> Channels => _channels;

    public IEnumerable<MemberView> Views => _views.Values;

    public MemberView? Of(int user) => _views.GetValueOrDefault(user);

    public void Add(Channel channel) => _channels.Add(channel);

    /// <summary>Messages of others that the member must have in the end.</summary>
    public long OwedTo(int user)
    {
        var owed = 0L;
        foreach (var channel in _channels)
            owed += channel.Sender.User.Index == user ? 0 : channel.Sent;
        return owed;
    }
}
