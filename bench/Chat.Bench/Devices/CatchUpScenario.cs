using Chat.Bench.Client;
using Chat.Bench.Measurement;
using Chat.Bench.Nodes;
using Chat.Bench.Workloads;

namespace Chat.Bench.Devices;

/// <summary>
/// A device that was away for a full inbox catches up: where another device of the user has everything, and where none has it. Others chat
/// meanwhile. Each round is about a user of its own.
/// </summary>
internal sealed class CatchUpScenario(Target target, DeviceLoad load) : IDisposable
{
    private static readonly TimeSpan SyncLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WriteLimit = TimeSpan.FromMinutes(5);

    private readonly ClientLoop _loop = new();
    private readonly List<CatchUpRound> _rounds = [];
    private readonly List<string> _problems = [];

    public CatchUpResult Run()
    {
        using var chatter = new Chatter(_loop, target, new Load { BodyBytes = load.BodyBytes }, load.Chatting, load.ChatRate);
        for (var i = 0; i < load.Rounds * 2 && _problems.Count == 0; i++)
            Round(chatter, beside: i % 2 == 0);
        return new CatchUpResult(target.Name, load.Messages, _rounds, chatter.EventEnds(), _problems);
    }

    public void Dispose() => _loop.Dispose();

    private void Round(Chatter chatter, bool beside)
    {
        var users = User.Make(2, target.SigningKey);
        var backlog = new Backlog(_loop, users[0].Id, load.Messages, load.BodyBytes);
        var (laptop, phone) = (new SyncedDevice("laptop", backlog), new SyncedDevice("phone", backlog));

        var connection = laptop.Connect(_loop, target.EndPoint, users[0]);
        Await(() => laptop.SyncDoneAt > 0, SyncLimit, laptop, "registered");
        connection.Drop();
        using var other = beside ? phone.Connect(_loop, target.EndPoint, users[0]) : null;
        _loop.RunFor(load.Pause);

        var begin = Clock.Now;
        Write(backlog, users[1]);
        var seconds = (Clock.Now - begin) / (double)Clock.Second;
        if (beside)
            Await(() => phone.HasEverything, SyncLimit, phone, "sent everything, being on line");
        _loop.RunFor(load.Pause);

        chatter.StayCalm(load.Pause);
        chatter.EventBegins();
        var before = Reading.Take(target);
        using var back = laptop.Connect(_loop, target.EndPoint, users[0]);
        var caughtUp = Await(() => laptop.HasEverything, WriteLimit, laptop, "caught up");
        var usage = Reading.Take(target).Since(before);
        chatter.EventPauses();
        if (caughtUp)
        {
            var since = laptop.AuthSuccessAt;
            _rounds.Add(new CatchUpRound(beside, load.Messages, seconds, Milliseconds(since - before.At), Milliseconds(laptop.LastMessageAt - since),
                Milliseconds(laptop.SyncDoneAt - since), usage));
        }

        _loop.RunFor(load.Pause); // also the time in which something would come twice
        _problems.AddRange(((string?[])[backlog.Problem, laptop.Problem, phone.Problem]).OfType<string>().Except(_problems));
    }

    private void Write(Backlog backlog, User user)
    {
        var connector = new Connector(_loop, target.EndPoint);
        using var sender = connector.ConnectAll([user with { Index = 0 }], backlog)[0];
        backlog.Start(sender, connector.InFlightLimit);
        if (!_loop.RunUntil(() => backlog.IsOver, WriteLimit))
            _problems.Add($"Only {backlog.Acked:N0} of {backlog.Messages:N0} messages were acked after {WriteLimit.TotalSeconds:0} s.");
    }

    private bool Await(Func<bool> done, TimeSpan limit, SyncedDevice device, string what)
    {
        if (_loop.RunUntil(() => done() || device.Problem is not null, limit) && device.Problem is null)
            return true;
        _problems.Add(device.Problem ?? $"A device was not {what} after {limit.TotalSeconds:0} s: it has {device.Received:N0} messages.");
        return false;
    }

    private static double Milliseconds(long nanoseconds) => nanoseconds / (double)Clock.Millisecond;
}
