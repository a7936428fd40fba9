using Xunit.Abstractions;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary><c>kill -9</c> in mid-traffic between pairs: nothing acked is lost, doubled or out of order (R1–R3, M2, M4).</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public Task What_was_acked_before_the_kill_arrives_once_and_in_order_after_it(string provider) =>
        KillRuns.RunAsync(provider, output, () => new KilledPairs("pair", pairs: 8, window: 16, each: 20));
}
