using Chat.Bench.Nodes;

namespace Chat.Bench.Groups;

/// <summary>The scenarios in which everybody is on line.</summary>
internal static class GroupScenarios
{
    public static GroupResult Busy(Target target, GroupLoad load)
    {
        using var run = new GroupRun(target, load);
        run.Connect(OpenFiles.Allow(load.Members));
        var large = new Crowd("large");
        run.Make(large, [All(run)], load.Senders);
        var window = run.Measure("busy", new WindowPace(run.Exchange, large, Window(run, load)));
        return run.Result($"groups busy {run.Users.Length}, {large.Channels.Count()}x{load.Window}", window);
    }

    public static GroupResult Many(Target target, GroupLoad load)
    {
        using var run = new GroupRun(target, load);
        run.Connect(OpenFiles.Allow(load.Connections));
        var small = new Crowd("small");
        run.Make(small, Deal(All(run), load), senders: 1);
        var window = run.Measure("many", new WindowPace(run.Exchange, small, Window(run, load)));
        return run.Result($"groups many {load.Groups}x{load.Size} over {run.Users.Length}", window);
    }

    /// <summary>
    /// Nobody of the small groups is in the large one: what reaches them of it they get through the server. They write at a modest rate, for
    /// a closed loop would be as slow as it is busy, with and without a neighbour.
    /// </summary>
    public static GroupResult Mixed(Target target, GroupLoad load)
    {
        using var run = new GroupRun(target, load);
        run.Connect(OpenFiles.Allow(load.Members + load.Connections));
        var (large, small) = (new Crowd("large"), new Crowd("small"));
        run.Make(large, [All(run)[..load.Members]], load.Senders);
        run.Make(small, Deal(All(run)[load.Members..], load), senders: 1);
        var modest = new PoissonPace(run.Loop, run.Exchange, small, load.Rate, run.InFlightLimit);
        var alone = run.Measure("small alone", modest);
        var beside = run.Measure("small beside large", modest, new WindowPace(run.Exchange, large, Window(run, load)));
        return run.Result($"groups mixed {load.Groups}x{load.Size} at {load.Rate:0}/s, {load.Members} with {load.Senders}x{load.Window}", alone, beside);
    }

    public static int Window(GroupRun run, GroupLoad load)
    {
        if (load.Window > run.InFlightLimit)
            Console.WriteLine($"LIMIT: the server allows {run.InFlightLimit} unacked messages a sender; the window of {load.Window} is cut to that.");
        return Math.Min(load.Window, run.InFlightLimit);
    }

    private static int[] All(GroupRun run) => [.. Enumerable.Range(0, run.Users.Length)];

    private static int[][] Deal(int[] users, GroupLoad load) => SmallGroups.Deal(users, load.Groups, load.Size, new Random(4711));
}
