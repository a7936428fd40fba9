using Chat.Domain.Connections;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Xunit.Abstractions;

namespace Chat.Domain.Tests;

/// <summary>
/// Users, devices, links and journals that fail in every way we know of, in random histories; afterwards, in quiet, everything that was
/// acked must be where it belongs (R3 to R7, M1 to M5, D1 to D4, P1 to P4). <c>SEED=n</c> replays one history with its trace.
/// </summary>
public sealed class RandomHistories(ITestOutputHelper output)
{
    private const int Count = 1_200;

    [Fact]
    public void Nothing_acked_is_lost_doubled_reordered_or_stuck_whatever_fails() =>
        Histories.Run(Count, Run, output);

    private static void Run(int seed, bool traced)
    {
        var draw = new Random(seed);
        var world = new World(seed, Limits(draw), traced) { Faults = Faults.Draw(draw) };
        world.Time.Failure = world.Broken;
        People(world, draw);
        Trouble(world, draw);
        Settle(world);
        Sleep(world);
    }

    private static UserLimits Limits(Random draw) => new()
    {
        BodiesInMemory = draw.Next(3) == 0 ? draw.Next(1, 6) : 256,
        InboxEntries = draw.Next(6) == 0 ? draw.Next(5, 20) : 10_000,
        Devices = draw.Next(3) == 0 ? 2 : 10,
        Retention = draw.Next(6) == 0 ? TimeSpan.FromMinutes(draw.Next(1, 90)) : TimeSpan.FromDays(30),
        PassivateAfter = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 2 : 60),
        WatermarkDelay = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 1 : 10),
        ReceiptDelay = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 2 : 20),
        Lease = TimeSpan.FromMinutes(1),
        SendsInMemory = draw.Next(3) == 0 ? draw.Next(1, 9) : 1_024,
    };

    private static void People(World world, Random draw)
    {
        var users = draw.Next(2, 5);
        for (var u = 0; u < users; u++)
        {
            var entity = world.AddUser("user-" + (char)('a' + u));
            var devices = draw.Next(1, 4);
            for (var d = 0; d < devices; d++)
            {
                var device = world.AddDevice(entity, "device-" + d, draw.Next(2) == 0);
                device.AcksLate = draw.Next(4) == 0;
                device.AcksOutOfOrder = draw.Next(3) == 0;
                if (draw.Next(2) == 0) device.Connect();
            }
        }
    }

    private static void Trouble(World world, Random draw)
    {
        (double Weight, Action Act)[] actions =
        [
            (25, () => Any(world, draw).Send(world.Entities[draw.Next(world.Entities.Count)].Id)),
            (8, () => { var d = Any(world, draw); var to = world.Entities[draw.Next(world.Entities.Count)].Id; for (var i = 0; i < 8; i++) d.Send(to); }),
            (10, () => Any(world, draw).Connect()),
            (4, () => Any(world, draw).Connection?.Die(tell: true)),
            (2, () => Any(world, draw).Connection?.Die(tell: false)),
            (10, () => Any(world, draw).Acknowledge()),
            (8, () => Any(world, draw).Read(world.Entities[draw.Next(world.Entities.Count)].Id)),
            (4, () => Any(world, draw).Repeat()),
            (2, () => Any(world, draw).RepeatAcked()),
            (2, () => Any(world, draw).Misuse()),
            (3, () => world.Entities[draw.Next(world.Entities.Count)].Crash()),
            (1, () => world.JumpClock(draw.Next(-3_600_000, 3_600_000))),
            (2, () => world.Time.Run(draw.Next(120_000))),
            (6, () => world.Time.Run(draw.Next(5_000))),
            (1, () => { var d = Any(world, draw); world.ToEntity(new UserCommands.RemoveDevice(d.User, new ConnectionAddress(9, 1), d.Id)); }),
            (1, () => { var d = Any(world, draw); world.ToEntity(new UserCommands.RevokeTokens(d.User, new ConnectionAddress(9, 2), draw.Next(2) == 0 ? d.Id : null, world.LatestSecond() + 1, RevocationReason.Revoked, null)); }),
            (1, () => world.ToEntity(new UserCommands.SubscribePresence(Any(world, draw).User, new ConnectionAddress(9, draw.Next(9))))),
            (1, () => world.ToEntity(new UserCommands.NotifyTyping(Any(world, draw).User, world.Entities[0].Id, true))),
        ];
        Histories.Steps(world, draw, actions, () =>
        {
            if (draw.Next(8) == 0) Holds(world, Truth.Replay(world, world.Entities[draw.Next(world.Entities.Count)]));
        });
    }

    /// <summary>Faults stop; lost sockets are replaced; R5 wakes whoever crashed. Then everything comes true by itself.</summary>
    private static void Settle(World world)
    {
        world.Trace($"--- quiet ---");
        world.Faults = Faults.None;
        world.Quiet = true;
        foreach (var entity in world.Entities)
            if (world.Random.Next(3) == 0) entity.Crash();
        world.Time.Run(31_000); // what was late comes
        foreach (var device in world.Devices)
        {
            device.Connection?.Die(tell: true);
            device.Connect();
        }

        string? broken = null;
        for (var minute = 0; minute < 15; minute++)
        {
            foreach (var device in world.Devices)
                device.Connect();
            world.Time.Run(minute < 3 ? 15_000 : 60_000);
            foreach (var entity in world.Entities)
                entity.Wake();
            broken = Truth.Settled(world);
            if (broken is null) return;
        }

        Holds(world, broken);
    }

    private static void Sleep(World world)
    {
        foreach (var device in world.Devices)
            device.Connection?.Die(tell: true);
        for (var minute = 0; minute < 20; minute++)
        {
            world.Time.Run(60_000);
            if (world.Entities.TrueForAll(e => e.User is null)) return;
        }

        Holds(world, $"(e) {world.Entities.First(e => e.User is not null).Id} never sleeps");
    }

    private static SimDevice Any(World world, Random draw) => world.Devices[draw.Next(world.Devices.Count)];

    private static void Holds(World world, string? broken) => world.Require(broken is null, broken ?? "");
}
