using Chat.Bench.Client;
using Chat.Bench.Groups;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;

namespace Chat.Bench.Devices;

/// <summary>
/// Somebody is in many groups and away; some of these are written to; he comes back and gets what is new. Each round news is in other
/// groups, so that each of them has to find out anew that he is away.
/// </summary>
internal sealed class ReturnScenario(Target target, DeviceLoad load)
{
    private const int User = 0;

    // What the process does for the first time is not what is measured.
    private const int WarmUpRounds = 3;

    private readonly Latencies _attach = new();
    private readonly Latencies _last = new();
    private readonly Latencies _syncDone = new();
    private readonly Latencies _caughtUp = new();
    private readonly Latencies _whole = new();

    public ReturnResult Run()
    {
        using var run = new GroupRun(target, new GroupLoad { BodyBytes = load.BodyBytes });
        run.Connect(load.Connections + 1);
        var crowds = Deal(run);
        var connection = run.Connections[User];
        var mark = target.Journal?.Mark();
        for (var i = 0; i < WarmUpRounds + load.Rounds && run.Failures.Count == 0; i++)
        {
            connection.Drop();
            run.Loop.RunFor(load.Pause);
            Write(run, crowds[i % crowds.Length]);
            run.Loop.RunFor(load.Pause);
            connection = Return(run, crowds[i % crowds.Length], counts: i >= WarmUpRounds);
            run.Loop.RunFor(load.Pause); // acks, and what the groups are told of them
        }

        var notes = mark is null ? null : NotesARound(target.Journal!.KindsSince(mark));
        var result = run.Result("devices groups");
        return new ReturnResult(
            target.Name, load, notes, _attach.Summary(), _last.Summary(), _syncDone.Summary(), _caughtUp.Summary(), _whole.Summary(),
            result.Notes, result.Failures);
    }

    /// <summary>One for each group that finds him away: that there are so many is how it is known that he was.</summary>
    private double? NotesARound(IEnumerable<EventRows> kinds) =>
        kinds.Where(rows => rows is { Entity: "u", Manifest: AwayRows.NoteEvent }).Sum(rows => rows.Rows) / (double)(WarmUpRounds + load.Rounds);

    /// <summary>A crowd is what has news in one round.</summary>
    private Crowd[] Deal(GroupRun run)
    {
        var others = SmallGroups.Deal([.. Enumerable.Range(1, load.Connections)], load.Groups, load.Size - 1, new Random(4711));
        var crowds = others.Chunk(load.News).Select((_, i) => new Crowd($"news {i + 1}")).ToArray();
        for (var i = 0; i < crowds.Length; i++)
            run.Make(crowds[i], [.. others[(i * load.News)..((i + 1) * load.News)].Select(members => (int[])[.. members, User])], senders: 1);
        return crowds;
    }

    private void Write(GroupRun run, Crowd crowd)
    {
        new WindowPace(run.Exchange, crowd, load.NewsEach, quota: load.NewsEach * (long)crowd.Groups.Count).Start();
        run.Drain(
            () => crowd.Groups.TrueForAll(group => group.Channels.All(channel => channel.Acked == channel.Sent)
                && group.Views.All(view => view.User == User || view.Received == group.OwedTo(view.User))),
            "acked, and received by those on line");
    }

    private Connection Return(GroupRun run, Crowd crowd, bool counts)
    {
        var views = crowd.Groups.ConvertAll(group => group.Of(User)!);
        foreach (var (view, group) in views.Zip(crowd.Groups))
            view.Due = group.OwedTo(User);
        var before = run.Exchange.CaughtUp;
        var watch = new ReturnWatch(run.Exchange);
        var begin = Clock.Now;
        var connection = run.Connect(run.Users[..1], watch)[User];
        if (!run.Drain(() => run.Exchange.CaughtUp == before + views.Count && watch.SyncDoneAt > 0, "received by him who came back"))
            return connection;

        var last = views.Max(view => view.CaughtUpAt);
        if (watch.SyncDoneAt < last)
            run.Failures.Add($"sync_done came {(last - watch.SyncDoneAt) / Clock.Microsecond:N0} us before the last message of that which waited.");
        if (!counts)
            return connection;
        _attach.Record(watch.AuthSuccessAt - begin);
        _last.Record(last - watch.AuthSuccessAt);
        _syncDone.Record(watch.SyncDoneAt - watch.AuthSuccessAt);
        _caughtUp.Record(Math.Max(last, watch.SyncDoneAt) - watch.AuthSuccessAt);
        _whole.Record(Math.Max(last, watch.SyncDoneAt) - begin);
        return connection;
    }
}
