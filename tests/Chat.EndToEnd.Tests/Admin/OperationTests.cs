using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>What commands do to people who chat, and to the cluster.</summary>
[Collection(AdminCluster.Collection)]
public sealed class OperationTests(AdminCluster cluster)
{
    [SkippableFact]
    public async Task A_node_leaves_when_it_is_told_to_and_the_others_see_it_go()
    {
        AdminCluster.SkipWithoutPostgres();
        await using var fourth = await cluster.StartFourthAsync();
        await Eventually.HoldsAsync(async () => (await AdminRun.RunAsync(cluster[0], "cluster show")).Output.Contains($"{cluster.AddressOf(3)} | [edge,entity] | up", StringComparison.Ordinal));
        var transcript = new Transcript(cluster, "leaving");
        var leave = $"cluster leave -a {cluster.AddressOf(3)}";
        Task<AdminRun>? left = null;
        var tail = await AdminRun.UntilAsync(
            cluster[0],
            line =>
            {
                if (line == $"up: {cluster.AddressOf(3)}") left = AdminRun.RunAsync(cluster[1], leave); // as things are comes first
                return line == $"removed: {cluster.AddressOf(3)}";
            },
            "cluster", "tail");
        transcript.Add(1, leave, await left!);
        transcript.Add(0, "cluster tail", tail);
        await transcript.CompareAsync();
        Assert.Equal(0, await fourth.WaitForExitAsync());
    }

    [SkippableFact]
    public async Task A_node_that_is_declared_dead_ends_and_one_without_its_admin_actor_is_told_as_silent()
    {
        AdminCluster.SkipWithoutPostgres();
        await using var fourth = await cluster.StartFourthAsync();
        var transcript = new Transcript(cluster, "silent");
        transcript.Add(3, "actor stop -s /user/admin --yes", await AdminRun.RunAsync(fourth, "actor", "stop", "-s", "/user/admin", "--yes"));
        var stats = await AdminRun.RunAsync(cluster[0], "chat", "stats");
        Assert.Contains($"{cluster.AddressOf(3)} | up | does not answer", stats.Output, StringComparison.Ordinal);
        await transcript.RunAsync($"chat undrain -a {cluster.AddressOf(3)}");
        await transcript.RunAsync(1, $"cluster down -a {cluster.AddressOf(3)} --force");
        await transcript.CompareAsync();
        await fourth.WaitForExitAsync();
        await Eventually.HoldsAsync(async () => (await AdminRun.RunAsync(cluster[0], "cluster", "show")).Output.Contains("Count: 3 nodes", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task The_log_is_followed_as_it_is_written()
    {
        AdminCluster.SkipWithoutPostgres();
        var tail = AdminRun.UntilAsync(
            cluster[1], line => line.EndsWith(": cluster down-unreachable", StringComparison.Ordinal), "log", "tail", "-c", "Chat.Node.Admin.Commands", "-l", "information");
        while (!tail.IsCompleted)
            await AdminRun.RunAsync(cluster[1], "cluster", "down-unreachable");
        var transcript = new Transcript(cluster, "tail");
        // One line or some: as many as were written before the client was told to end.
        transcript.Add(1, "log tail -c Chat.Node.Admin.Commands -l information", await tail, text => string.Concat(text.Split('\n').Distinct().Select(line => line + "\n")).TrimEnd() + "\n");
        await transcript.CompareAsync();
    }

    [SkippableFact]
    public async Task A_flood_ends_when_the_group_is_limited_and_what_was_acked_stays()
    {
        AdminCluster.SkipWithoutPostgres();
        await using var flooder = await ChatClient.SignInAsync(cluster[2], "flooder");
        var group = await RestClient.CreateGroupAsync(cluster[2], "flooder", "alice");
        await flooder.SendToGroupAsync(group, "f0", "x");
        await flooder.ExpectAsync("message_ack");
        Assert.Equal(0, (await AdminRun.RunAsync(cluster[0], "chat", "group", "-g", group, "--limit", "0")).Code);
        await flooder.SendToGroupAsync(group, "f1", "x");
        var error = (await flooder.ExpectAsync("error"))["payload"]!;
        Assert.Equal(("rate_limited", true), ((string?)error["code"], (bool)error["retryable"]!));
        Assert.Equal(0, (await AdminRun.RunAsync(cluster[0], "chat", "group", "-g", group, "--unlimit")).Code);
        await flooder.SendToGroupAsync(group, "f1", "x");
        await flooder.ExpectAsync("message_ack", f => (string?)f["client_message_id"] == "f1");
    }

    [SkippableFact]
    public async Task Who_is_kicked_comes_back_and_whose_session_is_revoked_does_not()
    {
        AdminCluster.SkipWithoutPostgres();
        var transcript = new Transcript(cluster, "access");
        await using (var eve = await ChatClient.SignInAsync(cluster[1], "eve"))
        {
            await transcript.RunAsync("chat kick -u eve");
            await eve.Closed.WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(1001, (int?)eve.CloseCode);
        }

        await transcript.RunAsync("chat kick -u eve -d watch");
        await using var again = await ChatClient.SignInAsync(cluster[1], "eve");
        await transcript.RunAsync("chat revoke -u eve");
        await again.Closed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(4403, (int?)again.CloseCode);
        await transcript.CompareAsync();
    }

    [SkippableFact]
    public async Task What_changes_something_is_logged_with_who_and_from_where()
    {
        AdminCluster.SkipWithoutPostgres();
        await AdminRun.RunAsync(cluster[1], "cluster", "down-unreachable");
        await Eventually.HoldsAsync(() => cluster[1].Output.Contains("Admin: done for ", StringComparison.Ordinal));
        var line = cluster[1].Output.Split('\n').Last(l => l.Contains("Admin: done for ", StringComparison.Ordinal));
        Assert.Contains($"{Environment.UserName}@", line, StringComparison.Ordinal);
        Assert.Contains("at 127.0.0.1:", line, StringComparison.Ordinal);
        Assert.EndsWith(": cluster down-unreachable", line, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Top_draws_screens_and_ends_by_itself_where_that_is_asked()
    {
        AdminCluster.SkipWithoutPostgres();
        var top = await AdminRun.RunAsync(cluster[0], "chat", "top", "-n", "2");
        Assert.Equal(0, top.Code);
        Assert.Equal(2, top.Output.Split("busiest groups").Length - 1);
        Assert.All(Enumerable.Range(0, 3), i => Assert.Contains(cluster.AddressOf(i), top.Output, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Lines_from_a_pipe_are_commands_and_the_exit_code_tells_of_the_last_failure()
    {
        AdminCluster.SkipWithoutPostgres();
        using var process = AdminRun.Start([cluster[0].AdminAddress], []);
        await process.StandardInput.WriteAsync("cluster leader\n# a comment\n\ncluster down -a akka.tcp://chat@10.9.8.7:4053\ncluster status\nexit\n");
        process.StandardInput.Close();
        var run = await AdminRun.EndAsync(process);
        var lines = run.Output.Split('\n');
        Assert.True(run.Code == 1 && lines.Length == 3 && lines[0] == cluster.AddressOf(0) && lines[1].StartsWith($"{lines[0]} | ", StringComparison.Ordinal), $"{run}");
    }
}
