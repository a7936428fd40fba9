using Chat.Faults.Tests.Running;
using Xunit.Abstractions;

namespace Chat.Faults.Tests;

/// <summary>
/// Real nodes, killed, paused, cut off from one another, drained, and left without their database, under traffic: nothing acked is lost, nothing
/// happens twice, order holds, statuses and presence are right. <c>CHAT_FAULT_SEEDS=1..20</c> runs those seeds at full length; without it one
/// short run is made, always the same.
/// </summary>
public sealed class FaultRunTests(ITestOutputHelper output)
{
    public const string SeedsVariable = "CHAT_FAULT_SEEDS";

    private const int FaultsOfLongRun = 4;
    private const int FaultsOfShortRun = 1;
    private const int SeedOfShortRun = 2;

    public static TheoryData<int, int> Runs
    {
        get
        {
            var runs = new TheoryData<int, int>();
            if (Environment.GetEnvironmentVariable(SeedsVariable) is { Length: > 0 } text)
            {
                foreach (var seed in SeedRange.Parse(text))
                    runs.Add(seed, FaultsOfLongRun);
            }
            else
            {
                runs.Add(SeedOfShortRun, FaultsOfShortRun);
            }

            return runs;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Runs))]
    public async Task Whatever_happens_to_nodes_and_database_every_promise_is_kept(int seed, int faults)
    {
        var reason = ClusterUnderTest.WhyNot();
        Skip.If(reason is not null, $"the fault run needs root, iproute2, haproxy and PostgreSQL: {reason}");
        var folder = Path.Combine(Path.GetTempPath(), $"chat-faults-{Environment.ProcessId}-seed{seed}");
        Directory.CreateDirectory(folder);
        await new FaultRun(seed, faults, folder, line =>
        {
            output.WriteLine(line);
            File.AppendAllText(Path.Combine(folder, "run.log"), line + "\n"); // a run is watched while it goes on
        }).RunAsync();
        Directory.Delete(folder, recursive: true);
    }
}
