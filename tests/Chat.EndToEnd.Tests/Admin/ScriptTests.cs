using System.Diagnostics;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>The scripts of <c>pbm/</c>, as an operator runs them.</summary>
[Trait("Length", "long")]
public sealed class ScriptTests(SupervisedNodes nodes) : IClassFixture<SupervisedNodes>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [SkippableFact]
    public async Task Health_report_says_that_all_is_well_and_what_is_not()
    {
        var (code, output) = await RunAsync("health-report.sh", 0);
        Assert.True(code == 0, output);
        Assert.Contains("Count: 3 nodes", output, StringComparison.Ordinal);
        Assert.EndsWith("ALL WELL\n", output, StringComparison.Ordinal);

        Assert.Equal(0, (await RunAsync("drain-node.sh", 2)).Code);
        (code, output) = await RunAsync("health-report.sh", 0);
        Assert.Equal(1, code);
        Assert.EndsWith("WRONG: a node is not ready\n", output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("drain-node.sh", 2, ["--back"])).Code);
    }

    [SkippableFact]
    public async Task Drain_node_sends_clients_away_and_takes_the_node_back()
    {
        AdminCluster.SkipWithoutPostgres();
        await using var client = await ChatClient.SignInAsync(nodes[1], "drained");
        var drain = RunAsync("drain-node.sh", 1);
        await client.ExpectAsync("reconnect");
        var (code, output) = await drain;
        Assert.True(code == 0, output);
        Assert.EndsWith("is drained: no client is left\n", output, StringComparison.Ordinal);
        await client.Closed;
        Assert.Equal(1012, (int?)client.CloseCode);
        (code, output) = await RunAsync("drain-node.sh", 1, ["--back"]);
        Assert.True(code == 0, output);
        await using var again = await ChatClient.SignInAsync(nodes[1], "drained");
    }

    [SkippableFact]
    public async Task Calm_hot_group_finds_the_flood_and_ends_it()
    {
        AdminCluster.SkipWithoutPostgres();
        await using var flooder = await ChatClient.SignInAsync(nodes[0], "flooder");
        var group = await RestClient.CreateGroupAsync(nodes[0], "flooder", "somebody");
        for (var i = 0; i < 60; i++)
            await flooder.SendToGroupAsync(group, $"f{i}", "x");
        for (var i = 0; i < 60; i++)
            await flooder.ExpectAsync("message_ack");
        var (code, output) = await RunAsync("calm-hot-group.sh", 1, [], ("THRESHOLD", "1"), ("LIMIT", "0"));
        Assert.True(code == 0, output);
        Assert.Contains($"group {group} is frozen", output, StringComparison.Ordinal);
        await flooder.SendToGroupAsync(group, "late", "x");
        Assert.Equal("rate_limited", (string?)(await flooder.ExpectAsync("error"))["payload"]!["code"]);
        (code, output) = await RunAsync("calm-hot-group.sh", 1, ["--release", group]);
        Assert.True(code == 0, output);
        await flooder.SendToGroupAsync(group, "late", "x");
        await flooder.ExpectAsync("message_ack", f => (string?)f["client_message_id"] == "late");
    }

    [SkippableFact]
    public async Task Daily_clean_up_begins_a_round_and_waits_for_its_end()
    {
        var (code, output) = await RunAsync("daily-clean-up.sh", 0, [], ("PATIENCE", "120"));
        Assert.True(code == 0, output);
        Assert.Contains("home: begins within a minute", output, StringComparison.Ordinal);
        Assert.Contains("and has ended", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Rolling_restart_brings_every_node_back_and_evacuate_lets_one_go()
    {
        AdminCluster.SkipWithoutPostgres();
        var before = new[] { nodes[1].ProcessId, nodes[2].ProcessId };
        var (code, output) = await RunAsync("rolling-restart.sh", 0, [nodes.AdminOf(1), nodes.AdminOf(2)]);
        Assert.True(code == 0, output);
        Assert.EndsWith("all nodes are restarted\n", output, StringComparison.Ordinal);
        Assert.Empty(before.Intersect([nodes[1].ProcessId, nodes[2].ProcessId]));
        Assert.Contains("Count: 3 nodes", (await AdminRun.RunAsync([nodes.AdminOf(0), "cluster", "show"])).Output, StringComparison.Ordinal);

        nodes.LetGo(2);
        (code, output) = await RunAsync("evacuate.sh", 2);
        Assert.True(code == 0, output);
        await Eventually.HoldsAsync(async () =>
            (await AdminRun.RunAsync([nodes.AdminOf(0), "cluster", "show"])).Output.Contains("Count: 2 nodes", StringComparison.Ordinal));
        nodes.TakeBack(2);
        await Eventually.HoldsAsync(async () =>
            (await AdminRun.RunAsync([nodes.AdminOf(2), "cluster", "status"])).Output.Contains("| up |", StringComparison.Ordinal));
    }

    private async Task<(int Code, string Output)> RunAsync(
        string script, int node, IReadOnlyList<string>? args = null, params (string Key, string Value)[] environment)
    {
        AdminCluster.SkipWithoutPostgres();
        using var folder = new TempFolder();
        var pbm = Path.Combine(folder.Path, "pbm");
        await File.WriteAllTextAsync(pbm, $"#!/bin/sh\nexec dotnet {Repository.AdminAssembly} \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(pbm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Repository.Path("pbm", script));
        foreach (var arg in args ?? [])
            start.ArgumentList.Add(arg);
        foreach (var (key, value) in environment.Concat([("PBM", pbm), ("HOST", nodes.AdminOf(node))]))
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Limit);
        return (process.ExitCode, await output + await errors);
    }
}
