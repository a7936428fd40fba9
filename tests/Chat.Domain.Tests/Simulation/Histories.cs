using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace Chat.Domain.Tests.Simulation;

/// <summary>
/// Runs many random histories, two at a time, and tells which of them broke a rule. <c>SEED=n</c> runs one alone with its trace;
/// <c>HISTORIES</c> and <c>FIRST_SEED</c> say how many, and from which on.
/// </summary>
internal static class Histories
{
    private const int Told = 25;

    /// <param name="after">Seeds up to this one are not among them.</param>
    public static void Run(int count, Action<int, bool> run, ITestOutputHelper output, int after = 0)
    {
        if (FromEnvironment("SEED") is { } only)
        {
            run(only, true);
            return;
        }

        count = FromEnvironment("HISTORIES") ?? count;
        var first = FromEnvironment("FIRST_SEED") ?? after + 1;
        var broken = new ConcurrentBag<(int Seed, string What)>();
        Parallel.For(first, first + count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, seed =>
        {
            try
            {
                run(seed, false);
            }
            catch (Exception e)
            {
                broken.Add((seed, e is BrokenRule ? e.Message : $"Seed {seed}: {e}"));
            }
        });
        if (broken.IsEmpty) return;
        foreach (var (_, what) in broken.OrderBy(b => b.Seed).Take(Told))
            output.WriteLine(what);
        Assert.Fail($"{broken.Count} of {count} histories: {broken.MinBy(b => b.Seed).What}");
    }

    /// <summary>A random number of steps, each one of the actions by weight; every history weighs them anew, so that some are all of one kind.</summary>
    /// <param name="afterEach">What is looked at after a step.</param>
    public static void Steps(World world, Random draw, (double Weight, Action Act)[] actions, Action afterEach)
    {
        double[] factors = [.05, .3, 1, 1, 3];
        var weights = actions.Select(a => a.Weight * factors[draw.Next(factors.Length)]).ToArray();
        var total = weights.Sum();
        var steps = draw.Next(20, 200);
        for (var step = 0; step < steps; step++)
        {
            var x = draw.NextDouble() * total;
            var i = 0;
            while (i < weights.Length - 1 && (x -= weights[i]) > 0) i++;
            actions[i].Act();
            world.Time.Run(draw.Next(4) == 0 ? draw.Next(300) : draw.Next(5));
            afterEach();
        }
    }

    private static int? FromEnvironment(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), out var n) ? n : null;
}
