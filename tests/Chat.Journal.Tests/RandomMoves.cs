using System.Collections.Concurrent;
using System.Data.Common;
using Chat.Actors.Databases.Slots;
using Chat.Journal.Tests.Harness;
using Npgsql;

namespace Chat.Journal.Tests;

/// <summary>
/// Slots go to and fro while the mover is cut off at any moment, in the middle of a commit too, and every entity has an owner on either
/// database who never heard of any of it. Whatever either of them was acked is there in the end, once.
/// </summary>
[Trait("Length", "long")]
public sealed class RandomMoves
{
    private const int Entities = 16;
    private const int Moves = 25;

    [SkippableFact]
    public async Task Two_owners_on_two_databases_lose_nothing_however_often_the_mover_is_cut_off()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var two = await TwoDatabases.CreateAsync();
        await two.StartAsync("");
        await using var home = TwoDatabases.Start(two.Home);
        await using var other = TwoDatabases.Start(two.Other);
        using var stop = new CancellationTokenSource();
        var acked = new ConcurrentQueue<(string Id, long Number, string Text)>();
        var owners = Enumerable.Range(0, Entities).SelectMany(i => new[] { (home, "home"), (other, "other") }
            .Select(node => Task.Run(() => OwnAsync(node.Item1, node.Item2, IdOf(i), acked, stop.Token)))).ToList();

        var (done, cut) = (0, 0);
        string[] maps = ["", "800-fff", "400-bff", "000-0ff,f00-fff"];
        while (done + cut < Moves)
        {
            var move = two.MoveAsync(maps[random.Next(maps.Length)]);
            await Task.WhenAny(move, Task.Delay(random.Next(0, 2_000), CancellationToken.None));
            if (!move.IsCompleted) await CutAsync(two);
            if (await EndedWellAsync(move)) done++;
            else cut++;
        }

        var last = maps[random.Next(maps.Length)];
        await two.MoveAsync(last);
        await two.StartAsync(last);
        await stop.CancelAsync();
        await Task.WhenAll(owners);
        Assert.True(SlotSet.TryParse(last, out var others, out _));
        for (var i = 0; i < Entities; i++)
        {
            var replay = await (others.Contains(SlotOf(i)) ? other : home).ReplayAsync(IdOf(i));
            Assert.Equal(Enumerable.Range(1, replay.Events.Count).Select(n => (long)n), replay.Numbers);
            var texts = replay.Texts.ToList();
            var mine = acked.Where(a => a.Id == IdOf(i)).ToList();
            Assert.True(mine.Count > 0, $"seed {seed}: nothing was acked of {IdOf(i)}");
            Assert.All(mine, a => Assert.True(texts.Count >= a.Number && texts[(int)a.Number - 1] == a.Text, $"seed {seed}: {a} is not there; {done} moves done, {cut} cut"));
        }

        Assert.True(done > 0 && cut > 0, $"seed {seed}: {done} moves done, {cut} cut");
    }

    private static int SlotOf(int entity) => entity * 0x100 + 0x42;

    private static string IdOf(int entity) => $"u/{SlotOf(entity):x3}/owned";

    /// <summary>Reads what its database has, goes on from there, and takes a refusal for somebody else's having gone on.</summary>
    private static async Task OwnAsync(JournalNode node, string name, string id, ConcurrentQueue<(string Id, long Number, string Text)> acked, CancellationToken stop)
    {
        var next = 1L;
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var text = $"{name} {i}";
            if ((await node.WriteAsync(id, next, text)).AllAcked)
            {
                acked.Enqueue((id, next, text));
                next++;
            }
            else
            {
                await Task.Delay(20, CancellationToken.None);
                next = (await node.ReplayAsync(id)).Highest + 1;
            }
        }
    }

    private static async Task CutAsync(TwoDatabases two)
    {
        foreach (var database in new[] { two.Home, two.Other })
            await TwoDatabases.ExecuteAsync(database, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'chat-slots' and datname = current_database()");
    }

    private static async Task<bool> EndedWellAsync(Task move)
    {
        try
        {
            await move;
            return true;
        }
        catch (Exception e) when (e is DbException or IOException || (e is SlotMoveException && e.Message.Contains("Another move", StringComparison.Ordinal)))
        {
            NpgsqlConnection.ClearAllPools();
            return false;
        }
    }
}
