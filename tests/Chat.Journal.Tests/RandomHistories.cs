using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>
/// Owners on two nodes that all think that they own the same entities append, snapshot, delete, pause, forget and recover at random (R2).
/// <c>HISTORIES=n</c> runs so many on each database, <c>SEED=n</c> one of them; owners run at once, so a seed gives the same acts, not the
/// same interleaving.
/// </summary>
public sealed class RandomHistories
{
    private static readonly int Histories = int.TryParse(Environment.GetEnvironmentVariable("HISTORIES"), out var n) ? n : 4;

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task What_was_acked_is_replayed_once_and_in_order_whoever_competes(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        // On PostgreSQL rows outlive the statements that they have to refuse; SQLite's writer reads and writes in one turn, at any delay.
        var delay = kind == DatabaseKind.SQLite ? JournalsSetup.DeleteAtOnce : "statement-timeout = 250ms, delete-after = 300ms, delete-pause = 0ms";
        await using var a = database.Start(Journals.Ours, delay);
        await using var b = database.Start(Journals.Ours, delay);
        int[] seeds = int.TryParse(Environment.GetEnvironmentVariable("SEED"), out var only)
            ? [only]
            : [.. Enumerable.Range(int.TryParse(Environment.GetEnvironmentVariable("FIRST_SEED"), out var first) ? first : 1, Histories)];
        foreach (var seed in seeds)
        {
            try
            {
                await RunAsync(seed, [a, b], () => database.Start(Journals.Ours, delay));
            }
            catch (BrokenPromise e)
            {
                Assert.Fail($"Seed {seed}: {e.Message}");
            }
        }
    }

    [SkippableTheory, InlineData(DatabaseKind.SQLite), InlineData(DatabaseKind.PostgreSQL)]
    public async Task The_stock_journal_loses_in_the_history_that_the_fence_was_made_for(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        await using var a = database.Start(Journals.Stock);
        await using var b = database.Start(Journals.Stock);
        var acked = new Acked();
        var (old, owner) = (new Owner("old", a, acked), new Owner("new", b, acked));
        await old.AppendAsync("entity", events: 2);
        await owner.AppendAsync("entity", requests: 3);
        await owner.SnapshotAsync("entity");
        await owner.ClearAsync("entity", keptSnapshots: 1);
        var loss = await Record.ExceptionAsync(async () =>
        {
            await old.AppendAsync("entity");
            await new Owner("reader", b, acked).RecoverAsync("entity");
        });
        Assert.True(loss is BrokenPromise, "the stock journal holds it now: R2 can be looked at again");
    }

    private static async Task RunAsync(int seed, JournalNode[] nodes, Func<JournalNode> fresh)
    {
        var draw = new Random(seed);
        var acked = new Acked();
        var ids = Enumerable.Range(0, draw.Next(1, 8)).Select(i => $"{seed}-{i}").ToArray();
        var owners = draw.Next(2, 6);
        var steps = draw.Next(20, 90);
        var running = owners;
        await Task.WhenAll(Enumerable.Range(0, owners).Select(o => Task.Run(async () =>
        {
            try
            {
                var random = new Random((seed * 31) + o);
                var owner = new Owner($"o{o}", nodes[o % nodes.Length], acked);
                for (var step = 0; step < steps; step++)
                    await ActAsync(owner, ids, acked, random, () => Volatile.Read(ref running) == 1);
            }
            finally
            {
                Interlocked.Decrement(ref running);
            }
        })));

        await using var node = fresh();
        var reader = new Owner("reader", node, acked);
        foreach (var id in ids)
            acked.MustBeIn(await reader.RecoverAsync(id), id, acked.Of(id));
        if (acked.Count == 0) throw new BrokenPromise("nothing was acked at all");
    }

    private static async Task ActAsync(Owner owner, string[] ids, Acked acked, Random random, Func<bool> isAlone)
    {
        var id = ids[random.Next(ids.Length)];
        switch (random.Next(20))
        {
            case < 6:
                await owner.AppendAsync(id, events: random.Next(1, 4));
                break;
            case < 9: // a group
                await Task.WhenAll(ids.Where(_ => random.Next(2) == 0).ToList().ConvertAll(i => owner.AppendAsync(i, batches: random.Next(1, 3))));
                break;
            case < 11:
                await owner.AppendAsync(id, requests: random.Next(2, 4), batches: random.Next(1, 3), events: random.Next(1, 3));
                break;
            case < 14:
                await owner.SnapshotAsync(id);
                break;
            case < 16:
                await owner.ClearAsync(id, keptSnapshots: random.Next(1, 3));
                break;
            case < 17:
                owner.Forget(id);
                break;
            case < 18:
                await owner.RecoverAsync(id);
                break;
            default: // others go on meanwhile
                var until = acked.Steps + random.Next(5, 60);
                while (acked.Steps < until && !isAlone() && random.Next(200) > 0)
                    await Task.Delay(1);
                break;
        }
    }
}
