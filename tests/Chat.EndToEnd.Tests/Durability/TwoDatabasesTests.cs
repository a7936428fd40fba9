using Chat.EndToEnd.Tests.Harness;
using Chat.Protocol.Entities;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>A node with its users in two PostgreSQL databases, and users who move from one to the other under it.</summary>
[Trait("Length", "long")]
public sealed class TwoDatabasesTests
{
    private const string Upper = "800-fff";

    [SkippableFact]
    public async Task Users_in_both_databases_chat_and_after_a_restart_all_is_there()
    {
        using var folder = new TempFolder();
        var (home, other) = (await NodeDatabase.PostgresAsync(), await NodeDatabase.PostgresAsync());
        var (low, high) = (UserWhere(slot => slot < 0x800), UserWhere(slot => slot >= 0x800));
        var ids = new Dictionary<string, string>();
        await using (var node = await NodeProcess.StartAsync(folder.Path, home, [.. With(other, Upper), ("Users__SnapshotEvery", "3")]))
        {
            foreach (var (from, to) in new[] { (low, high), (high, low) })
            {
                await using var sender = await ChatClient.SignInAsync(node, from);
                await sender.SendMessageAsync(to, "c1", $"from {from}");
                ids[to] = (string)(await sender.ExpectAsync("message_ack"))["payload"]!["message_id"]!;
                for (var i = 2; i <= 6; i++)
                {
                    await sender.SendMessageAsync(to, $"c{i}", $"more from {from}");
                    await sender.ExpectAsync("message_ack");
                }

                await sender.CloseAsync();
            }

            foreach (var database in new[] { home, other }) // the snapshots go with the journal
                await Eventually.HoldsAsync(async () => await database.CountAsync("select count(distinct persistence_id) from snapshot") == 1);
            await node.KillAsync();
        }

        Assert.Equal(1L, await home.CountAsync("select count(distinct persistence_id) from journal"));
        Assert.Equal(1L, await other.CountAsync("select count(distinct persistence_id) from journal"));
        await using var again = await NodeProcess.StartAsync(folder.Path, home, With(other, Upper));
        await using var a = await ChatClient.SignInAsync(again, low);
        await using var b = await ChatClient.SignInAsync(again, high);
        foreach (var (client, user, sender) in new[] { (a, low, high), (b, high, low) })
        {
            var message = await client.ExpectAsync("message");
            Assert.Equal(ids[user], (string?)message["payload"]!["message_id"]);
            Assert.Equal($"from {sender}", (string?)message["payload"]!["content"]);
            await client.AcknowledgeAsync(ids[user]);
        }

        foreach (var (client, user) in new[] { (a, high), (b, low) })
            Assert.Contains(ids[user], (await client.ExpectAsync("delivery_receipt"))["payload"]!["message_ids"]!.AsArray().Select(i => (string)i!));
        Assert.NotEqual(ids[low].Substring(20, 10), ids[high].Substring(20, 10)); // entity numbers come from one counter (M3)
    }

    [SkippableFact]
    public async Task A_range_moves_under_a_node_that_runs_on_and_nothing_acked_is_lost_doubled_or_out_of_order()
    {
        using var folder = new TempFolder();
        var (home, other) = (await NodeDatabase.PostgresAsync(), await NodeDatabase.PostgresAsync());
        // Pairs of which both move or both stay: whoever has moved cannot sign in at a node with the old map, be it only to send.
        var pairs = Enumerable.Range(0, 200).Select(i => new PairTraffic($"pair{i}", 8))
            .Where(pair => HasMoved(pair.Sender) == HasMoved(pair.Receiver)).GroupBy(HasMoved).SelectMany(side => side.Take(4)).ToList();
        var (stay, move) = (pairs.Where(p => !HasMoved(p)).ToList(), pairs.Where(HasMoved).ToList());

        await using (var node = await NodeProcess.StartAsync(folder.Path, home))
        {
            using var stop = new CancellationTokenSource();
            var traffic = PairTraffic.DriveAsync(node, pairs, stop.Token);
            await Eventually.HoldsAsync(() => pairs.All(p => p.Acked > 20), () => node.Output);
            // The new map before the move: not with this database.
            await using (var early = NodeProcess.Launch(folder.Path, home, With(other, Upper)))
            {
                Assert.NotEqual(0, await early.WaitForExitAsync());
                await Eventually.HoldsAsync(() => early.Output.Contains("run move-slots with this configuration first", StringComparison.Ordinal));
            }

            await using (var mover = NodeProcess.LaunchVerb("move-slots", folder.Path, home, With(other, Upper)))
                Assert.True(await mover.WaitForExitAsync() == 0, mover.Output);
            // Those who stayed go on; those who moved get no ack from a node with the old map.
            var before = (Stay: stay.Sum(p => p.Acked), Move: move.Sum(p => p.Acked));
            await Eventually.HoldsAsync(() => stay.Sum(p => p.Acked) > before.Stay + 50, () => node.Output);
            Assert.Equal(before.Move, move.Sum(p => p.Acked));
            await Eventually.HoldsAsync(() => node.Output.Contains("slots 800-fff have moved", StringComparison.Ordinal), () => node.Output);
            await stop.CancelAsync();
            await traffic;
            Assert.Equal(0, await node.StopAsync());
        }

        await using (var old = NodeProcess.Launch(folder.Path, home))
        {
            Assert.NotEqual(0, await old.WaitForExitAsync());
            await Eventually.HoldsAsync(() => old.Output.Contains("slots 800-fff are not served by 'home'", StringComparison.Ordinal));
        }

        await using var last = await NodeProcess.StartAsync(folder.Path, home, With(other, Upper));
        using var end = new CancellationTokenSource();
        var acked = move.Sum(p => p.Acked);
        var rest = PairTraffic.DriveAsync(last, pairs, end.Token);
        await Eventually.HoldsAsync(() => move.Sum(p => p.Acked) > acked + 50, () => last.Output);
        foreach (var pair in pairs) pair.StopSending();
        await Eventually.HoldsAsync(() => pairs.All(p => p.IsDone), () => last.Output);
        await end.CancelAsync();
        await rest;
        foreach (var pair in pairs) pair.Verify();
    }

    [SkippableFact]
    public async Task A_database_that_goes_is_named_and_those_whose_slots_are_elsewhere_chat_on()
    {
        using var folder = new TempFolder();
        var (home, other) = (await NodeDatabase.PostgresAsync(), await NodeDatabase.PostgresAsync());
        await using var node = await NodeProcess.StartAsync(folder.Path, home, With(other, Upper));
        await other.CloseToAllAsync();
        using var rest = new RestClient(node);
        await Eventually.HoldsAsync(async () =>
        {
            var (status, body) = await rest.SendAsync(HttpMethod.Get, "/health");
            return status == 200 && (string?)body!["status"] == "impaired" && body["reasons"]!.AsArray().Any(r => (string?)r == "database:others-0");
        });
        await using var a = await ChatClient.SignInAsync(node, UserWhere(slot => slot < 0x800));
        await a.SendMessageAsync(UserWhere(slot => slot < 0x800), "c1", "still here");
        await a.ExpectAsync("message_ack");
        await a.SendMessageAsync(UserWhere(slot => slot >= 0x800), "c2", "gone for now");
        await Eventually.HoldsAsync(async () =>
        {
            var (_, body) = await rest.SendAsync(HttpMethod.Get, "/health");
            return body!["reasons"]!.AsArray().Any(r => (string?)r == "journal:others-0");
        });
    }

    private static (string, string)[] With(NodeDatabase other, string slots) =>
        [("Database__Others__0__ConnectionString", other.ConnectionString), ("Database__Others__0__Slots", slots)];

    private static bool HasMoved(PairTraffic pair) => HasMoved(pair.Receiver);

    private static bool HasMoved(string user) => Slot.Of(user).Value >= 0x800;

    private static string UserWhere(Func<int, bool> slot)
    {
        while (true)
        {
            var user = RunningNode.NewUser("user");
            if (slot(Slot.Of(user).Value)) return user;
        }
    }
}
