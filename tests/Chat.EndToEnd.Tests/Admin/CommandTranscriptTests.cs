using System.Text.RegularExpressions;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>Every command against three nodes, as an operator sees it.</summary>
[Collection(AdminCluster.Collection)]
public sealed partial class CommandTranscriptTests(AdminCluster cluster)
{
    [SkippableFact]
    public Task The_cluster() => CompareAsync("cluster", async t =>
    {
        await t.RunAsync("cluster show");
        await t.RunAsync(1, "cluster status");
        await t.RunAsync(2, "cluster leader");
        await t.RunAsync("CLUSTER SHOW");
        await t.RunAsync($"cluster join -a {cluster.AddressOf(1)}");
        await t.RunAsync($"cluster down -a {cluster.AddressOf(1)}");
        await t.RunAsync("cluster down -a akka.tcp://chat@10.9.8.7:4053");
        await t.RunAsync("cluster leave -A akka.tcp://chat@10.9.8.7:4053");
        await t.RunAsync("cluster down-unreachable");
    });

    [SkippableFact]
    public Task Shards() => CompareAsync("cluster-sharding", async t =>
    {
        await t.RunAsync("cluster-sharding list-regions");
        await t.RunAsync("cluster-sharding region-stats -r user", Counts);
        await t.RunAsync(1, "cluster-sharding region-stats -R group", Counts);
        await t.RunAsync("cluster-sharding list-shards -r group", text => ShardTotal().Replace(ShardLines().Replace(Nodes().Replace(Counts(text), "NODE"), "SHARD | NODE | entities: N\n"), "Count: N shards"));
        await t.RunAsync("cluster-sharding list-shards -r house");
    });

    [SkippableFact]
    public Task Actors() => CompareAsync("actor", async t =>
    {
        await t.RunAsync(1, "actor system");
        await t.RunAsync("actor hierarchy -d 1");
        await t.RunAsync($"actor hierarchy -s {cluster.AddressOf(1)}/user/admin -d 1");
        await t.RunAsync("actor hierarchy -s /user/nobody");
        await t.RunAsync("actor hierarchy -d 99");
        await t.RunAsync("actor stop -s /user/connections");
        await t.RunAsync("actor stop -s /system/cluster --yes");
        await t.RunAsync("actor stop -s /user --yes");
    });

    [SkippableFact]
    public Task The_log() => CompareAsync("log", async t =>
    {
        await t.RunAsync(2, "log level");
        await t.RunAsync(2, "log level -l debug -c Chat.Connections");
        await t.RunAsync(2, "log level -l loud");
        await t.RunAsync(2, "log peek -n 2 -c Chat.Node.Admin.Commands");
        await t.RunAsync(2, "log level -l information -c Chat.Connections");
    });

    [SkippableFact]
    public Task Users() => CompareAsync("user", async t =>
    {
        await t.RunAsync("chat user -u bob", UserCounts);
        await t.RunAsync(1, "chat user -u dora", UserCounts);
        await t.RunAsync("chat user -u nobody");
        await t.RunAsync("chat user");
    });

    [SkippableFact]
    public Task Ids_of_what_has_a_name() => CompareAsync("directory", async t =>
    {
        using var rest = new RestClient(cluster[2]);
        var (_, zoe) = await rest.SendAsync(HttpMethod.Post, "/api/auth/register", new { name = "zoe.miller", password = "battery staple", device_id = "web" });
        var id = (string)zoe!["user_id"]!;
        await t.RunAsync("chat find -n @Zoe", text => text.Replace(id, "ZOE", StringComparison.Ordinal));
        await t.RunAsync(1, "chat find -n zoe.miller", text => text.Replace(id, "ZOE", StringComparison.Ordinal));
        await t.RunAsync("chat find -n nobody");
        await t.RunAsync("chat find -n 'Zoe Miller'");
        await Eventually.HoldsAsync(async () => (await AdminRun.RunAsync(cluster[0], "chat groups -u carol")).Output.Contains("Count: 1 group", StringComparison.Ordinal));
        await t.RunAsync("chat groups -u carol");
        await t.RunAsync("chat groups -u dora");
    });

    [SkippableFact]
    public Task Messages() => CompareAsync("trace", async t =>
    {
        await t.RunAsync($"chat trace -m {cluster.Read} -u bob", Positions);
        await t.RunAsync(2, $"chat trace -m {cluster.Unacknowledged} -u bob", Positions);
        await t.RunAsync($"chat trace -m {cluster.Unacknowledged}", Positions);
        await t.RunAsync(1, $"chat trace -m {cluster.Waiting}", Positions);
        await t.RunAsync($"chat trace -m {cluster.GroupMessage}");
        await t.RunAsync($"chat trace -m {cluster.Read} -u alice");
        await t.RunAsync("chat trace -m 20241105120000000001");
    });

    [SkippableFact]
    public Task Groups() => CompareAsync("group", async t =>
    {
        await t.RunAsync($"chat group -g {cluster.Group}", GroupCounts);
        await t.RunAsync(1, $"chat group -g {cluster.Group} --limit 2");
        await t.RunAsync($"chat group -g {cluster.Group}", GroupCounts);
        await t.RunAsync($"chat group -g {cluster.Group} -l 0");
        await t.RunAsync($"chat group -g {cluster.Group} --unlimit");
        await t.RunAsync($"chat group -g {cluster.Group} -l many");
        await t.RunAsync("chat group -g nowhere");
    });

    [SkippableFact]
    public Task Nodes_in_figures() => CompareAsync("stats", async t =>
    {
        await t.RunAsync("chat stats", Figures);
        await t.RunAsync("chat stats -s 60");
        await t.RunAsync("chat top -n 1", text => Blanks().Replace(Figure().Replace(UntilBusiest().Match(text).Value, "N"), " "));
    });

    [SkippableFact]
    public Task Out_of_service_and_back() => CompareAsync("drain", async t =>
    {
        await t.RunAsync(2, "chat undrain");
        await t.RunAsync($"chat drain -a {cluster.AddressOf(2)} --wait");
        await t.RunAsync("chat stats", text => DrainedBy().Replace(Figures(text), "drained by USER"));
        await t.RunAsync($"chat undrain -a {cluster.AddressOf(2)}");
        await t.RunAsync("chat drain -a akka.tcp://chat@10.9.8.7:4053");
    });

    [SkippableFact]
    public Task Upkeep() => CompareAsync("upkeep", async t =>
    {
        await t.RunAsync("chat cleanup status", text => Round().Replace(Cleanups().Replace(text, ": N"), "home: STATE |"));
        await Eventually.HoldsAsync(async () => (await AdminRun.RunAsync(cluster[0], "chat cleanup status")).Output.Contains("has ended", StringComparison.Ordinal));
        await t.RunAsync("chat cleanup run");
        await t.RunAsync("chat shards rebalance", text => LastLine().Match(Spread().Replace(text, "N shards")).Value);
        await t.RunAsync("chat rebuild", text => Asked().Replace(text, "N groups asked"));
    });

    [SkippableFact]
    public Task Mistakes() => CompareAsync("mistakes", async t =>
    {
        await t.RunAsync("clutser show");
        await t.RunAsync("cluster");
        await t.RunAsync("cluster shwo");
        await t.RunAsync("cluster down");
        await t.RunAsync("cluster down -x 1");
        await t.RunAsync("cluster down -a nonsense");
        await t.RunAsync("cluster show 'half");
        await t.RunAsync("help cluster");
        await t.RunAsync("help chat trace");
    });

    private async Task CompareAsync(string name, Func<Transcript, Task> run)
    {
        AdminCluster.SkipWithoutPostgres();
        var transcript = new Transcript(cluster, name);
        await run(transcript);
        await transcript.CompareAsync();
    }

    private static string Counts(string text) => ShardCounts().Replace(text, "$1: N");

    private static string UserCounts(string text) => Positions(EntityNode().Replace(text, "awake on NODE"));

    /// <summary>They advance by marks that come and go.</summary>
    private static string Positions(string text) => InboxPositions().Replace(text, "N");

    private static string GroupCounts(string text) => Rates().Replace(EntityNode().Replace(text, "awake on NODE"), "rate: N");

    private static string Figures(string text) => FigureCounts().Replace(text, "N");

    [GeneratedRegex("(shards|entities): [0-9]+")]
    private static partial Regex ShardCounts();

    [GeneratedRegex("akka.tcp://chat@node[0-9]")]
    private static partial Regex Nodes();

    [GeneratedRegex("awake on akka.tcp://chat@node[0-9]")]
    private static partial Regex EntityNode();

    [GeneratedRegex("rate: [0-9.]+")]
    private static partial Regex Rates();

    [GeneratedRegex(@"(?<=: | in, | p50, )[0-9.]+( [KM]?i?B)?(?= )|(?<=up: )[0-9:.]+|(?<=events/s: )[0-9.]+")]
    private static partial Regex FigureCounts();

    [GeneratedRegex(@"drained by [^)|]+")]
    private static partial Regex DrainedBy();

    [GeneratedRegex("(?<=(head|cursor|shown|stuck): |at position )[0-9]+")]
    private static partial Regex InboxPositions();

    [GeneratedRegex(@"([0-9]+ \| NODE \| entities: N\n)+")]
    private static partial Regex ShardLines();

    [GeneratedRegex("Count: [0-9]+ shards")]
    private static partial Regex ShardTotal();

    [GeneratedRegex("^[0-9]+ groups? asked", RegexOptions.Multiline)]
    private static partial Regex Asked();

    /// <summary>Those before it are as many as it takes.</summary>
    [GeneratedRegex(@"[^\n]+\n\z")]
    private static partial Regex LastLine();

    [GeneratedRegex(@"[0-9]+( \+ [0-9]+)* shards")]
    private static partial Regex Spread();

    [GeneratedRegex("(?<!node)[0-9]+([.:][0-9]+)*")]
    private static partial Regex Figure();

    [GeneratedRegex("  +")]
    private static partial Regex Blanks();

    /// <summary>Which groups are busy depends on what else is tested.</summary>
    [GeneratedRegex(@"(?s)\A.*busiest groups[^\n]*\n")]
    private static partial Regex UntilBusiest();

    [GeneratedRegex(@"home: [^|]+ \|")]
    private static partial Regex Round();

    [GeneratedRegex(": [0-9]+")]
    private static partial Regex Cleanups();
}
