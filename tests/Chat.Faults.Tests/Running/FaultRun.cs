using Chat.Faults.Tests.Checking;
using Chat.Faults.Tests.Faults;
using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Running;

/// <summary>
/// One seed: people chat while nodes and database get into trouble; then nothing goes wrong any more, nobody writes any more, and all that was
/// promised has to be so.
/// </summary>
internal sealed class FaultRun(int seed, int faults, string folder, Action<string> print)
{
    private const int Users = 160;
    private const int SecondDevices = 40;
    private const int Groups = 12;
    private const int Members = 10;
    private const int Watchers = 8;
    private const int WatchedEach = 60;
    private const int LostUsers = 12;

    /// <summary>Presence has to be right before; and watermarks are durable within 10 s, so that from then on nothing acknowledged is sent again.</summary>
    private static readonly TimeSpan UntilCalm = PresenceBook.Limit + TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ReceiptsCome = TimeSpan.FromSeconds(5);

    /// <summary>For everybody to be back, and everything to be where it belongs: a phone may have been told to come again in a minute.</summary>
    private static readonly TimeSpan RestLimit = TimeSpan.FromSeconds(90);

    private readonly RunClock _clock = new();

    public async Task RunAsync()
    {
        var timeline = new Timeline(_clock, print);
        var schedule = FaultSchedule.From(seed, faults);
        print($"seed {seed}:\n" + string.Join('\n', schedule.Select(fault => $"  {fault}")));
        await using var cluster = await ClusterUnderTest.StartAsync(folder, timeline);
        timeline.Add("the cluster is up");
        var cast = Cast.From(seed, Users, SecondDevices, Groups, Members);
        using var http = new PhoneHttp(cluster.Balancer.Address);
        await http.FoundGroupsAsync(cast);
        var town = new Town(cast, seed, cluster.Balancer.Address, _clock);
        await AppointWatchersAsync(town);
        await town.StartAsync();
        List<Violation> broken = [];
        try
        {
            await SufferAsync(town, cluster, schedule, timeline);
            broken.AddRange(await PresenceAsync(town, timeline));
            await ArriveAsync(town, http, timeline);
            if (await cluster.MissingAsync() is { } missing) broken.Add(new Violation("cluster", missing));
        }
        catch (InvalidOperationException e)
        {
            broken.Add(new Violation("run", e.Message));
        }

        await town.DoAsync(() => broken.AddRange(Rules.Broken(town.Ledger)));
        timeline.Add("the end");
        print(await town.AskAsync(() => Summary.Of(town)));
        await town.StopAsync();
        if (broken.Count == 0) return;
        await File.WriteAllLinesAsync(Path.Combine(folder, "broken.txt"), broken.Select(violation => violation.ToString()));
        throw new FaultRunException(seed, timeline, broken, folder);
    }

    private async Task SufferAsync(Town town, ClusterUnderTest cluster, IReadOnlyList<Fault> schedule, Timeline timeline)
    {
        await UntilAsync(town, "everybody is on line", RestLimit, () => town.Phones.All(p => p.Session is not null) ? null : Absent(town));
        timeline.Add("everybody is on line, and begins to write");
        await town.DoAsync(() => town.World.IsLively = true);
        await UntilAsync(town, "some messages are acked", RestLimit, () => town.Ledger.Sends.Count(m => m.IsAcked) > 100 ? null : "few acks");
        await town.DoAsync(() => town.Ledger.Calm = false);
        var injector = new FaultInjector(cluster, timeline);
        await injector.RunAsync([.. schedule.Take(schedule.Count / 2)]);
        // Some phones are lost in the middle of it, and are not back when it is over: their users have to be shown off line.
        await Task.WhenAll(injector.RunAsync([.. schedule.Skip(schedule.Count / 2)]), LoseAsync(town, timeline));
    }

    private async Task LoseAsync(Town town, Timeline timeline)
    {
        var random = new Random(seed);
        await Task.Delay(TimeSpan.FromSeconds(2 + 5 * random.NextDouble()));
        var lost = random.GetItems([.. town.Ledger.Cast.Users], LostUsers * 2).Distinct().Take(LostUsers).ToList();
        await town.DoAsync(() => town.World.Lost.UnionWith(lost));
        timeline.Add($"lost their phones: {string.Join(' ', lost)}");
    }

    private async Task ArriveAsync(Town town, PhoneHttp http, Timeline timeline)
    {
        await town.DoAsync(town.World.Lost.Clear);
        await UntilAsync(town, "everybody is back", RestLimit, () => town.Phones.All(p => p.Session is not null) ? null : Absent(town));
        timeline.Add("everybody is back");
        var nothingIsLost = new NothingIsLost();
        await UntilAsync(town, "everything has come", RestLimit, () => First(nothingIsLost.Check(town.Ledger)));
        timeline.Add("everything has come");
        await town.DoAsync(() => town.Ledger.Calm = true);
        await UntilAsync(town, "everybody has read what he reads", RestLimit, () => town.Phones.FirstOrDefault(p => p.Habits.IsReading)?.Device.ToString());
        await NextRoundAsync(town, timeline); // a receipt is not acked: who comes back says again what he has read
        await StatusesAsync(town, http, timeline);
        await NextRoundAsync(town, timeline);
        await UntilAsync(town, "unread counts are right", RestLimit, () => First(WrongUnread(town)));
        timeline.Add("unread counts are right");
    }

    /// <summary>The counts of a group's receipts are not durable: a phone that was away at the last of them asks.</summary>
    private static async Task StatusesAsync(Town town, PhoneHttp http, Timeline timeline)
    {
        var statusesArrive = new StatusesArrive();
        await UntilAsync(town, "all senders know", RestLimit, () =>
            First(statusesArrive.Check(town.Ledger).Where(violation => violation.Messages.All(m => !m.Conversation.IsGroup))));
        var patience = DateTime.UtcNow + ReceiptsCome;
        while (DateTime.UtcNow < patience && await town.AskAsync(() => StatusesArrive.WrongInGroups(town.Ledger).Any()))
            await Task.Delay(PhoneSession.Tick);
        var wrong = await town.AskAsync(() => StatusesArrive.WrongInGroups(town.Ledger).ToList());
        foreach (var (device, message, _) in wrong)
        {
            var (delivered, read) = await http.ReceiptsAsync(device.Device.User, message.Conversation.Id, message.MessageId!);
            await town.DoAsync(() => device.ToldOfGroup(message.MessageId!, delivered, read));
        }

        timeline.Add($"all senders know; {wrong.Count} devices had to ask for the counts of a group");
    }

    /// <summary>Watches what is shown until it has to be right, and for a moment longer: what is right too early may become wrong again.</summary>
    private async Task<List<Violation>> PresenceAsync(Town town, Timeline timeline)
    {
        var quiet = _clock.Now;
        await town.DoAsync(() => town.World.IsLively = false);
        TimeSpan? right = null;
        while (true)
        {
            var (wrong, late) = await town.AskAsync(() => (
                town.Presence.Wrong(_clock.Now, quiet, late: false).Any(), town.Presence.Wrong(_clock.Now, quiet, late: true).ToList()));
            if (late.Count > 0)
            {
                timeline.Add($"presence is shown wrongly {late.Count} times");
                return late;
            }

            right = wrong ? null : right ?? _clock.Now;
            if (right is { } since && _clock.Now - quiet > UntilCalm)
            {
                timeline.Add($"presence is right, and was {(since - quiet).TotalSeconds:0.0} s after the trouble");
                return [];
            }

            await Task.Delay(PhoneSession.Tick);
        }
    }

    private static async Task NextRoundAsync(Town town, Timeline timeline)
    {
        await town.DoAsync(() => town.World.Round++);
        await UntilAsync(town, "everybody has come again", RestLimit, () => town.Phones.All(p => p.Session is { IsOfThisRound: true }) ? null : Absent(town));
        timeline.Add("everybody has signed in anew");
    }

    private static async Task UntilAsync(Town town, string what, TimeSpan limit, Func<string?> missing)
    {
        var end = DateTime.UtcNow + limit;
        while (await town.AskAsync(missing) is { } still)
        {
            if (town.Broken is { } broken) await broken;
            if (DateTime.UtcNow > end) throw new InvalidOperationException($"After {limit.TotalSeconds:0} s it is not so that {what}: {still}");
            await Task.Delay(PhoneSession.Tick);
        }
    }

    private async Task AppointWatchersAsync(Town town)
    {
        var random = new Random(seed);
        await town.DoAsync(() =>
        {
            string[] users = [.. town.Ledger.Cast.Users];
            foreach (var phone in town.Phones.Where((_, i) => i % (town.Phones.Count / Watchers) == 0))
                phone.Follows = [.. random.GetItems(users, WatchedEach * 2).Distinct().Take(WatchedEach)];
        });
    }

    private static string Absent(Town town) =>
        "away are " + string.Join(' ', town.Phones.Where(p => p.Session is not { IsOfThisRound: true }).Take(10).Select(p => p.Device));

    private static string? First(IEnumerable<Violation> violations) => violations.FirstOrDefault()?.ToString();

    private static IEnumerable<Violation> WrongUnread(Town town)
    {
        foreach (var phone in town.Phones.Where(p => p.Device.Sync))
        {
            var right = UnreadCounts.Of(town.Ledger, phone.Device.User);
            if (phone.Unread != right) yield return new Violation("unread", $"{phone.Device} was told {phone.Unread?.ToString() ?? "nothing"} of {right}");
        }
    }
}
