using System.Text.RegularExpressions;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>What nobody fetches goes from real nodes, at a retention of seconds, also when the node that sees to it is killed.</summary>
[Trait("Length", "long")]
public sealed partial class CleanUpTests
{
    private const int Sleepers = 20;

    private static (string, string)[] Settings(string retention) =>
        [("Users__Retention", retention), ("Users__PassivateAfter", "00:00:01"), ("Cleanup__Interval", "00:00:02")];

    [SkippableTheory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Rows_of_those_who_never_come_go_and_the_log_says_how_many(string provider)
    {
        using var folder = new TempFolder();
        var database = await NodeDatabase.OfAsync(provider);
        await using var node = await NodeProcess.StartAsync(folder.Path, database, Settings("00:00:03"));
        await SendToSleepersAsync(node);

        await Eventually.HoldsAsync(() => RowsIn(node.Output) >= Sleepers * 2, () => node.Output);
        if (provider != "PostgreSQL") return;
        await Eventually.HoldsAsync(async () => await database.CountAsync("select count(*) from journal where persistence_id like '%/sleeper%'") == 0);
        Assert.InRange(await database.CountAsync("select count(*) from snapshot where persistence_id like '%/sleeper%'"), Sleepers, Sleepers * 2);
    }

    [SkippableFact]
    public async Task Another_node_goes_on_when_the_one_that_cleans_up_is_killed()
    {
        await using var cluster = await NodeCluster.StartAsync(3, Settings("00:00:10"));
        var (first, second, third) = (cluster[0], cluster[1], cluster[2]);
        await Eventually.HoldsAsync(() => first.Output.Contains("Clean-up of database home", StringComparison.Ordinal), () => first.Output);
        await SendToSleepersAsync(second);
        await first.KillAsync();

        // The oldest of those that are left.
        await Eventually.HoldsAsync(() => RowsIn(second.Output) + RowsIn(third.Output) >= Sleepers * 2, () => second.Output + third.Output);
    }

    private static async Task SendToSleepersAsync(NodeProcess node)
    {
        await using var anna = await ChatClient.SignInAsync(node, "anna");
        for (var i = 0; i < Sleepers; i++)
            await anna.SendMessageAsync($"sleeper{i}", $"c{i}", "hello");
        for (var i = 0; i < Sleepers; i++)
            await anna.ExpectAsync("message_ack");
    }

    private static int RowsIn(string output) => GaveUp().Matches(output).Sum(match => int.Parse(match.Groups[1].ValueSpan));

    [GeneratedRegex(@"gave up (\d+) rows")]
    private static partial Regex GaveUp();
}
