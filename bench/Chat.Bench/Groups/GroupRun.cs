using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Workloads;

namespace Chat.Bench.Groups;

/// <summary>The course of every group workload: connect, make the groups, warm up, measure, drain, check, count rows.</summary>
internal sealed class GroupRun : IDisposable
{
    // Members' marks are written within 10 s.
    private static readonly TimeSpan MarksWritten = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(30);

    private readonly Target _target;
    private readonly GroupLoad _load;
    private readonly List<Group> _groups = [];
    private int _inFlight = 64;

    public GroupRun(Target target, GroupLoad load)
    {
        (_target, _load) = (target, load);
        Exchange = new GroupExchange(Loop, load.Ack, load.BodyBytes);
    }

    public ClientLoop Loop { get; } = new();

    public GroupExchange Exchange { get; }

    public User[] Users { get; private set; } = [];

    public Connection[] Connections { get; private set; } = [];

    public List<string> Failures { get; } = [];

    /// <summary>Unacked messages of one sender that the server bears.</summary>
    public int InFlightLimit => _inFlight;

    /// <summary>Before any group is made: whoever is a member has signed in once.</summary>
    public void Connect(int count)
    {
        Users = User.Make(count, _target.SigningKey);
        Connections = Connect(Users);
    }

    /// <param name="users">The first of all users: they are known by their index.</param>
    /// <param name="events">Where it is not the exchange alone that is to see the frames.</param>
    public Connection[] Connect(User[] users, IConnectionEvents? events = null)
    {
        var connector = new Connector(Loop, _target.EndPoint, sync: _load.Ack == AckStyle.Positions);
        var connections = connector.ConnectAll(users, events ?? Exchange);
        Exchange.Tally.ConnectRetries += connector.Retries;
        _inFlight = connector.InFlightLimit;
        Heartbeats.Start(Loop, connections, connector.HeartbeatInterval);
        return connections;
    }

    /// <summary>Makes groups of the users given; the first of them makes it, and so many of the first write.</summary>
    public void Make(Crowd crowd, int[][] groups, int senders)
    {
        using var maker = new GroupMaker(_target.EndPoint);
        foreach (var members in groups)
        {
            var title = $"{crowd.Name} {crowd.Groups.Count + 1}";
            var group = new Group(maker.Create(title, Users[members[0]], members.Select(member => Users[member])), crowd, members);
            _groups.Add(group);
            Exchange.Add(group);
            foreach (var sender in members.Take(senders))
                Exchange.Open(group, Connections[sender]);
        }

        Loop.RunFor(Settle); // every member is told of the group, and acks that
    }

    public GroupWindow Measure(string name, params IPace[] paces)
    {
        var crowds = Array.ConvertAll(paces, pace => pace.Crowd);
        foreach (var crowd in crowds)
            crowd.Tally = new Tally();
        var (mark, sent) = (_target.Journal?.Mark(), Exchange.Tally.Sent);
        foreach (var pace in paces)
            pace.Start();
        Loop.RunFor(_load.WarmUp);

        var (first, frames) = (Reading.Take(_target), Exchange.Acks.Frames);
        foreach (var crowd in crowds)
            crowd.Tally.Open();
        Loop.RunFor(_load.Measured);
        foreach (var crowd in crowds)
            crowd.Tally.Close();
        var usage = Reading.Take(_target).Since(first);
        frames = Exchange.Acks.Frames - frames;
        var resident = _target.ServerPid is { } pid ? ProcFs.ResidentBytes(pid) : 0;

        foreach (var pace in paces)
            pace.Stop();
        Drain(() => Array.TrueForAll(crowds, static crowd => crowd.IsComplete), "answered and received");
        Loop.RunFor(mark is null ? Settle : MarksWritten); // also the time in which a late repetition would still come
        var figures = Array.ConvertAll(crowds, crowd => CrowdFigures.Of(crowd, usage.Seconds));
        return new GroupWindow(name, figures, usage, frames, Exchange.Tally.Sent - sent, mark is null ? null : _target.Journal!.Since(mark), resident);
    }

    public bool Drain(Func<bool> done, string what)
    {
        if (Loop.RunUntil(done, DrainLimit))
            return true;
        Failures.Add($"Not everything was {what} {DrainLimit.TotalSeconds:0} s after the last send.");
        return false;
    }

    public GroupResult Result(string workload, params GroupWindow[] windows) => new(
        _target.Name, workload, windows, Exchange.Tally.Notes(), [.. Failures, .. GroupCompleteness.Failures(_groups), .. Exchange.Tally.Failures()]);

    public void Dispose() => Loop.Dispose();
}
