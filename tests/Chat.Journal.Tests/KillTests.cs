using System.Collections.Concurrent;
using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>
/// Our journal: what was acked outlives the process that wrote it and the PostgreSQL that stored it, killed at any moment.
/// <c>CHAT_JOURNAL_KILL_RUNS</c> says how often.
/// </summary>
[Collection(PrivatePostgresCollection.Name)]
public sealed class KillTests(PrivatePostgres postgres)
{
    private const int Entities = 30;
    private static readonly int Runs = int.TryParse(Environment.GetEnvironmentVariable("CHAT_JOURNAL_KILL_RUNS"), out var n) ? n : 3;

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task Whatever_a_killed_process_acked_is_replayed_once_and_without_gaps(DatabaseKind kind)
    {
        if (kind == DatabaseKind.PostgreSQL) await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(kind, postgres.Server);
        var acked = new ConcurrentDictionary<string, long>();
        for (var run = 0; run < Runs; run++)
        {
            using var writer = new WriterProcess(database, Entities, acked);
            await writer.AckedAsync(Random.Shared.Next(1, 400));
            await writer.KillAsync();
        }

        await WriterProcess.AllAckedIsReplayedAsync(database, acked);
    }

    [SkippableFact]
    public async Task Whatever_a_killed_PostgreSQL_acked_is_replayed_once_and_without_gaps()
    {
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        await using var node = database.Start(Journals.Ours);
        var traffic = new Traffic(node, Entities);
        for (var run = 0; run < Runs; run++)
        {
            await traffic.MovesOnAsync(Random.Shared.Next(1, 400));
            await (run % 2 == 0 ? postgres.KillAsync() : postgres.StopImmediatelyAsync());
            await postgres.StartAsync();
        }

        await traffic.MovesOnAsync();
        await traffic.StopAsync();
        await traffic.AllIsThereAsync(database);
    }
}
