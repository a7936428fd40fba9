using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Chat;

/// <summary>Starting and stopping as an operator does.</summary>
public sealed class StartAndStopTests
{
    [Fact]
    public async Task Sigterm_tells_clients_to_come_back_and_ends_with_zero_and_nothing_is_lost()
    {
        using var folder = new TempFolder();
        string id;
        await using (var node = await NodeProcess.StartAsync(folder.Path, NodeDatabase.Sqlite))
        {
            await using var a = await ChatClient.SignInAsync(node, "anna");
            await a.SendMessageAsync("bert", "c1", "still here?");
            id = (string)(await a.ExpectAsync("message_ack"))["payload"]!["message_id"]!;
            var stopping = node.StopAsync();
            Assert.Equal("draining", (string?)(await a.ExpectAsync("reconnect"))["payload"]!["reason"]);
            Assert.Equal(0, await stopping);
            await a.Closed;
            Assert.Equal(1012, (int?)a.CloseCode);
        }

        await using var again = await NodeProcess.StartAsync(folder.Path, NodeDatabase.Sqlite);
        await using var b = await ChatClient.SignInAsync(again, "bert");
        Assert.Equal(id, (string?)(await b.ExpectAsync("message"))["payload"]!["message_id"]);
    }

    [Fact]
    public async Task A_second_node_on_the_same_data_folder_is_refused_with_one_line()
    {
        using var folder = new TempFolder();
        await using var first = await NodeProcess.StartAsync(folder.Path, NodeDatabase.Sqlite);
        await using var second = NodeProcess.Launch(folder.Path, NodeDatabase.Sqlite);
        Assert.NotEqual(0, await second.WaitForExitAsync());
        Assert.Contains("another node uses this data folder", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_configuration_stops_the_node_with_one_readable_line()
    {
        using var folder = new TempFolder();
        await using var node = NodeProcess.Launch(folder.Path, NodeDatabase.Sqlite, ("Auth__SigningKey", "short"));
        Assert.NotEqual(0, await node.WaitForExitAsync());
        await Eventually.HoldsAsync(() => node.Output.Contains("Chat__Auth__SigningKey", StringComparison.Ordinal));
        Assert.Single(node.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_health_check_of_a_container_says_whether_the_node_serves()
    {
        using var folder = new TempFolder();
        (string, string)[] settings = [("Http__Port", $"{FreePort.Take()}")];
        await using (var node = await NodeProcess.StartAsync(folder.Path, NodeDatabase.Sqlite, settings))
        {
            await Eventually.HoldsAsync(node.IsReadyAsync);
            await using var well = NodeProcess.LaunchVerb("health", folder.Path, NodeDatabase.Sqlite, settings);
            Assert.Equal(0, await well.WaitForExitAsync());
            Assert.Equal("", well.Output);
            await node.StopAsync();
        }

        await using var gone = NodeProcess.LaunchVerb("health", folder.Path, NodeDatabase.Sqlite, settings);
        Assert.Equal(1, await gone.WaitForExitAsync());
        await Eventually.HoldsAsync(() => gone.Output.Contains("/health", StringComparison.Ordinal));
    }
}
