using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;

namespace Chat.Bench.Groups;

/// <summary>
/// A large group of which most are away: what a message then costs that nobody can be given, and how those who were away get what they
/// have missed.
/// </summary>
internal sealed class AwayScenario(Target target, GroupLoad load)
{
    // Longer than the 20 s within which deferred marks are written; and by then every entity knows that its device has gone.
    private static readonly TimeSpan WritesSettle = TimeSpan.FromSeconds(25);

    public GroupResult Run()
    {
        var journal = target.Journal;
        if (load.Away >= load.Members || load.Members - load.Away < load.Senders)
            throw new BenchException($"Of {load.Members} members with {load.Away} away, {load.Senders} cannot write.");
        using var run = new GroupRun(target, load);
        run.Connect(load.Members);
        var crowd = new Crowd("large");
        // Those who are away are the first users, so that they can come back by themselves; those who write are the first members.
        run.Make(crowd, [[.. Enumerable.Range(load.Away, load.Members - load.Away), .. Enumerable.Range(0, load.Away)]], load.Senders);
        var group = crowd.Groups[0];
        foreach (var connection in run.Connections[..load.Away])
            connection.Drop();
        run.Loop.RunFor(WritesSettle);

        var mark = journal?.Mark();
        var begin = Clock.Now;
        var pace = new WindowPace(run.Exchange, crowd, GroupScenarios.Window(run, load), load.Messages);
        pace.Start();
        run.Drain(() => group.Channels.Sum(channel => channel.Acked) == load.Messages, "acked");
        var acked = Clock.Now - begin;
        run.Drain(() => group.Views.All(view => view.User < load.Away || view.Received == group.OwedTo(view.User)), "received by those on line");
        var received = Clock.Now - begin;
        run.Loop.RunFor(WritesSettle);
        var meanwhile = Rows(journal, mark);

        mark = journal?.Mark();
        var caughtUp = Return(run, group);
        run.Loop.RunFor(WritesSettle);
        return run.Result($"groups away {load.Away} of {load.Members}, {load.Messages} messages") with
        {
            Away = new AwayFigures(
                load.Members, load.Away, group.Channels.Sum(channel => channel.Sent), Milliseconds(acked), Milliseconds(received), meanwhile, caughtUp,
                Rows(journal, mark)),
        };
    }

    /// <summary>All come back in one moment.</summary>
    private LatencySummary? Return(GroupRun run, Group group)
    {
        var returning = group.Views.Where(view => view.User < load.Away).ToArray();
        foreach (var view in returning)
            view.Due = group.OwedTo(view.User);
        var begin = Clock.Now;
        run.Connect(run.Users[..load.Away]);
        run.Drain(() => run.Exchange.CaughtUp == returning.Length, "received by those who came back");
        var times = new Latencies();
        foreach (var view in returning.Where(view => view.CaughtUpAt > 0))
            times.Record(view.CaughtUpAt - begin);
        return times.Summary();
    }

    private static AwayRows Rows(IJournalGauge? journal, JournalMark? mark) =>
        mark is null ? new AwayRows(null, []) : new AwayRows(journal!.Since(mark), journal.KindsSince(mark));

    private static double Milliseconds(long nanoseconds) => nanoseconds / (double)Clock.Millisecond;
}
