using Chat.Actors.Databases;

namespace Chat.Journal.Tests.Harness;

/// <summary>One node on a database of its own for each combination, for all tests of a class: each uses ids of its own.</summary>
public sealed class SharedNodes : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly Dictionary<(Journals, DatabaseKind), (TestDatabase Database, JournalNode Node)> _started = [];

    public static string NewId(string name = "entity") => $"{name}-{Guid.NewGuid():N}";

    internal async Task<(TestDatabase Database, JournalNode Node)> OfAsync(Journals journals, DatabaseKind kind)
    {
        await _starting.WaitAsync();
        try
        {
            if (!_started.TryGetValue((journals, kind), out var one))
            {
                var database = await TestDatabase.CreateAsync(kind);
                _started[(journals, kind)] = one = (database, database.Start(journals));
            }

            return one;
        }
        finally
        {
            _starting.Release();
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var (database, node) in _started.Values)
        {
            await node.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
