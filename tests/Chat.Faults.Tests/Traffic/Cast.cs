namespace Chat.Faults.Tests.Traffic;

/// <summary>A conversation: of two, named after both in order, or a group.</summary>
internal readonly record struct Conversation(string Id, bool IsGroup)
{
    public static Conversation Of(string one, string other) =>
        new(string.CompareOrdinal(one, other) < 0 ? $"{one}|{other}" : $"{other}|{one}", IsGroup: false);

    public static Conversation OfGroup(string group) => new(group, IsGroup: true);

    /// <summary>The other one of a conversation of two.</summary>
    public string Peer(string self) => Id.StartsWith(self + "|", StringComparison.Ordinal) ? Id[(self.Length + 1)..] : Id[..Id.IndexOf('|', StringComparison.Ordinal)];

    public override string ToString() => Id;
}

/// <param name="Sync">Remembers positions; else a client as the fixed part of the protocol has it.</param>
internal sealed record CastDevice(string User, string Device, bool Sync)
{
    public override string ToString() => $"{User}.{Device}";
}

/// <summary>Who takes part: users, their devices, whom they write to, and the groups, all from the seed.</summary>
internal sealed class Cast
{
    private const int PeersEach = 4;

    private readonly Dictionary<string, List<CastDevice>> _devices = [];
    private readonly Dictionary<string, List<string>> _peers = [];
    private readonly Dictionary<string, string[]> _groups = [];

    public IReadOnlyCollection<string> Users => _devices.Keys;

    public IEnumerable<CastDevice> Devices => _devices.Values.SelectMany(d => d);

    public IReadOnlyCollection<string> Groups => _groups.Keys;

    public static Cast From(int seed, int users, int secondDevices, int groups, int membersEach)
    {
        var random = new Random(seed);
        var cast = new Cast();
        for (var i = 0; i < users; i++)
        {
            var user = $"u{i:D3}";
            cast.AddUser(user, new CastDevice(user, "phone", random.Next(10) < 7));
            if (i < secondDevices) cast.AddDevice(new CastDevice(user, "laptop", random.Next(10) < 7));
        }

        string[] all = [.. cast.Users];
        foreach (var user in all)
        {
            while (cast._peers[user].Count < PeersEach)
                cast.Acquaint(user, all[random.Next(all.Length)]);
        }

        for (var i = 0; i < groups; i++)
            cast.AddGroup($"group{i}", [.. random.GetItems(all, membersEach * 2).Distinct().Take(membersEach)]);
        return cast;
    }

    public void AddUser(string user, params CastDevice[] devices)
    {
        _devices[user] = [.. devices];
        _peers[user] = [];
    }

    public void AddDevice(CastDevice device) => _devices[device.User].Add(device);

    public void AddGroup(string group, params string[] members) => _groups[group] = members;

    /// <summary>The server gives a group its id.</summary>
    public void RenameGroup(string from, string to)
    {
        _groups.Remove(from, out var members);
        _groups[to] = members!;
    }

    public IReadOnlyList<CastDevice> DevicesOf(string user) => _devices[user];

    public IReadOnlyList<string> PeersOf(string user) => _peers[user];

    public IReadOnlyList<string> MembersOf(string group) => _groups[group];

    public List<string> GroupsOf(string user) => [.. _groups.Where(g => g.Value.Contains(user)).Select(g => g.Key)];

    /// <summary>All devices that a message has to come to: those of its receivers, and the sender's others.</summary>
    public IEnumerable<CastDevice> Audience(Conversation conversation, CastDevice sender)
    {
        var users = conversation.IsGroup ? MembersOf(conversation.Id) : [sender.User, conversation.Peer(sender.User)];
        return users.SelectMany(DevicesOf).Where(device => device != sender);
    }

    private void Acquaint(string one, string other)
    {
        if (one == other || _peers[one].Contains(other)) return;
        _peers[one].Add(other);
        if (!_peers[other].Contains(one)) _peers[other].Add(one);
    }
}
