using Chat.Faults.Tests.Checking;

namespace Chat.Faults.Tests.Running;

/// <summary>What a failed seed tells: all that is needed to understand it without running it again.</summary>
internal sealed class FaultRunException(int seed, Timeline timeline, IReadOnlyList<Violation> violations, string folder)
    : Exception($"""
        Seed {seed} broke {violations.Count} promises ({string.Join(", ", violations.GroupBy(v => v.Rule).Select(g => $"{g.Key} {g.Count()}"))}).
        Again: CHAT_FAULT_SEEDS={seed} dotnet test -c Release tests/Chat.Faults.Tests
        Logs of nodes, balancer and database: {folder}
        What went wrong when:
        {timeline}
        Broken:
        {string.Join('\n', violations.DistinctBy(v => v.What).GroupBy(v => v.Rule).SelectMany(rule => rule.Take(ShownOfEach)))}
        """)
{
    private const int ShownOfEach = 8;
}
