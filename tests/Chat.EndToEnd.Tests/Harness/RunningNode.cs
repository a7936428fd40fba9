namespace Chat.EndToEnd.Tests.Harness;

/// <summary>One node on the embedded database for all tests of a class; each test uses users of its own.</summary>
public sealed class RunningNode : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal NodeProcess Node { get; private set; } = null!;

    /// <summary>A user id that no other test has.</summary>
    public static string NewUser(string name) => $"{name}-{Guid.NewGuid():N}"[..24];

    public async Task InitializeAsync()
    {
        Node = await NodeProcess.StartAsync(_folder.Path, NodeDatabase.Sqlite);
        await Eventually.HoldsAsync(Node.IsReadyAsync);
    }

    public async Task DisposeAsync()
    {
        await Node.DisposeAsync();
        _folder.Dispose();
    }
}
