using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>The last node in service is not taken out by a routine command.</summary>
public sealed class LastNodeTests
{
    [Fact]
    public async Task The_last_node_in_service_is_drained_only_by_force()
    {
        using var folder = new TempFolder();
        await using var node = await NodeProcess.StartAsync(folder.Path, NodeDatabase.Sqlite);
        await Eventually.HoldsAsync(node.IsReadyAsync);
        var refused = await AdminRun.RunAsync(node, "chat", "drain");
        Assert.Equal(1, refused.Code);
        Assert.Contains("is the last node in service", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("| ready |", (await AdminRun.RunAsync(node, "chat", "stats")).Output, StringComparison.Ordinal);

        var forced = await AdminRun.RunAsync(node, "chat", "drain", "--force", "--wait");
        Assert.True(forced.Code == 0, forced.Errors);
        Assert.EndsWith("is drained: no client is left\n", forced.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await AdminRun.RunAsync(node, "chat", "undrain")).Code);
    }
}
