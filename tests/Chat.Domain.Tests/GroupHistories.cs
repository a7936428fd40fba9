using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Xunit.Abstractions;

namespace Chat.Domain.Tests;

/// <summary>
/// Groups, their members' entities and devices, links and journals that fail in every way we know of, in random histories; afterwards, in
/// quiet, every entitled device has every entry once and in order, nobody has what he may not see, and the logs are empty (G1 to G7, D1 to D4,
/// P2, P5, M1 to M4). <c>SEED=n</c> replays one history with its trace.
/// </summary>
public sealed class GroupHistories(ITestOutputHelper output)
{
    private const int Count = 1_500;
    private const int Further = 8_500;

    [Fact]
    public void Every_entitled_device_gets_everything_once_in_order_and_nobody_anything_else_whatever_fails() =>
        Histories.Run(Count, Run, output);

    [Fact, Trait("Length", "long")]
    public void Seven_thousand_histories_more_with_the_same_end() =>
        Histories.Run(Further, Run, output, after: Count);

    private static void Run(int seed, bool traced)
    {
        var draw = new Random(seed);
        var world = new World(seed, UserLimits(draw), traced) { Faults = Faults.Draw(draw), GroupLimits = Limits(draw), TakesSnapshots = draw.Next(2) == 0 };
        world.Time.Failure = world.Broken;
        People(world, draw);
        Trouble(world, draw);
        Settle(world);
        Sleep(world);
    }

    private static UserLimits UserLimits(Random draw) => new()
    {
        BodiesInMemory = draw.Next(3) == 0 ? draw.Next(1, 6) : 256,
        Devices = draw.Next(4) == 0 ? 2 : 10,
        PassivateAfter = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 2 : 60),
        WatermarkDelay = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 1 : 10),
        Lease = TimeSpan.FromMinutes(1),
    };

    private static GroupLimits Limits(Random draw) => new()
    {
        BodiesInMemory = draw.Next(2) == 0 ? draw.Next(1, 6) : 512,
        LogEntries = draw.Next(6) == 0 ? draw.Next(8, 40) : 100_000,
        Retention = draw.Next(6) == 0 ? TimeSpan.FromMinutes(draw.Next(1, 90)) : TimeSpan.FromDays(30),
        FanoutWindow = draw.Next(3) == 0 ? draw.Next(1, 8) : 256,
        EntriesAtOnce = draw.Next(3) == 0 ? draw.Next(1, 8) : 64,
        Members = draw.Next(3) == 0 ? 3 : 100,
        ReceiptsPerMember = draw.Next(2) == 0 ? 2 : 32,
        PassivateAfter = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 2 : 60),
        WatermarkDelay = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 1 : 10),
        SendsInMemory = draw.Next(3) == 0 ? draw.Next(1, 9) : 1_024,
    };

    private static void People(World world, Random draw)
    {
        var users = draw.Next(2, 6);
        for (var u = 0; u < users; u++)
        {
            var entity = world.AddUser("user-" + (char)('a' + u));
            var devices = draw.Next(1, 3);
            for (var d = 0; d < devices; d++)
            {
                var device = world.AddDevice(entity, "device-" + d, draw.Next(2) == 0);
                device.AcksLate = draw.Next(4) == 0;
                device.AcksOutOfOrder = draw.Next(3) == 0;
                if (draw.Next(2) == 0) device.Connect();
            }
        }

        var groups = draw.Next(1, 4);
        for (var g = 0; g < groups; g++)
        {
            var group = world.AddGroup("group-" + (char)('a' + g));
            var owner = Anybody(world, draw);
            world.Request(to => new GroupCommands.CreateGroup(
                group.Id, to, owner, "Group", [.. world.Entities.Select(e => e.Id).Where(_ => draw.Next(3) > 0).Take(world.GroupLimits.Members - 1)]));
        }

        world.Time.Run(draw.Next(20));
    }

    private static void Trouble(World world, Random draw)
    {
        (double Weight, Action Act)[] actions =
        [
            (25, () => Any(world, draw).Send(Some(world, draw).Id)),
            (6, () => { var d = Any(world, draw); var to = Some(world, draw).Id; for (var i = 0; i < 12; i++) d.Send(to); }),
            (4, () => Any(world, draw).Send(Anybody(world, draw))),
            (10, () => Any(world, draw).Connect()),
            (6, () => Any(world, draw).Connection?.Die(tell: true)),
            (2, () => Any(world, draw).Connection?.Die(tell: false)),
            (10, () => Any(world, draw).Acknowledge()),
            (6, () => Any(world, draw).Read(Some(world, draw).Id)),
            (3, () => Any(world, draw).Repeat()),
            (2, () => Any(world, draw).RepeatAcked()),
            (2, () => Any(world, draw).Misuse()),
            (3, () => world.Entities[draw.Next(world.Entities.Count)].Crash()),
            (3, () => Some(world, draw).Crash()),
            (1, () => world.JumpClock(draw.Next(-3_600_000, 3_600_000))),
            (2, () => world.Time.Run(draw.Next(120_000))),
            (6, () => world.Time.Run(draw.Next(5_000))),
            (1, () => { var d = Any(world, draw); world.ToEntity(new UserCommands.RemoveDevice(d.User, new ConnectionAddress(9, 1), d.Id)); }),
            (8, () => Change(world, draw)),
        ];
        Histories.Steps(world, draw, actions, () =>
        {
            if (draw.Next(8) == 0) Holds(world, GroupTruth.Replay(world, Some(world, draw)));
            if (draw.Next(8) == 0) Holds(world, Truth.Replay(world, world.Entities[draw.Next(world.Entities.Count)]));
        });
    }

    /// <summary>Somebody wants something of a group, whether he may or not.</summary>
    private static void Change(World world, Random draw)
    {
        var group = Some(world, draw).Id;
        var (actor, other) = (Anybody(world, draw), Anybody(world, draw));
        world.Request(to => draw.Next(12) switch
        {
            0 or 1 or 2 => new GroupCommands.AddMembers(group, to, actor, [other]),
            3 or 4 => new GroupCommands.RemoveMember(group, to, actor, other),
            5 => new GroupCommands.RemoveMember(group, to, actor, actor),
            6 => new GroupCommands.SetRole(group, to, actor, other, (GroupRole)draw.Next(1, 4)),
            7 => new GroupCommands.MuteMember(group, to, actor, other, draw.Next(2) == 0 ? null : world.Time.Wall + draw.Next(100_000)),
            8 => new GroupCommands.UnmuteMember(group, to, actor, other),
            9 => new GroupCommands.CreateInvite(group, to, actor, "secret" + draw.Next(3), null, draw.Next(2) == 0 ? 1 : null),
            10 => new GroupCommands.JoinByInvite(group, to, actor, "secret" + draw.Next(3)),
            _ => new GroupCommands.RenameGroup(group, to, actor, "Name " + draw.Next(100)),
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
        foreach (var group in world.Groups)
            if (world.Random.Next(3) == 0) group.Crash();
        world.Time.Run(31_000); // what was late comes
        foreach (var device in world.Devices)
        {
            device.Connection?.Die(tell: true);
            device.Connect();
        }

        string? broken = null;
        for (var minute = 0; minute < 20; minute++)
        {
            foreach (var device in world.Devices)
                device.Connect();
            foreach (var group in world.Groups)
                group.Wake();
            world.Time.Run(minute < 3 ? 15_000 : 60_000);
            foreach (var entity in world.Entities)
                entity.Wake();
            broken = GroupTruth.Settled(world);
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
            if (world.Entities.TrueForAll(e => e.User is null) && world.Groups.TrueForAll(g => g.Group is null)) return;
        }

        Holds(world, $"(e) {world.Entities.Find(e => e.User is not null)?.Id.Value ?? world.Groups.Find(g => g.Group is not null)!.Id.Value} never sleeps");
    }

    private static SimDevice Any(World world, Random draw) => world.Devices[draw.Next(world.Devices.Count)];

    private static SimGroup Some(World world, Random draw) => world.Groups[draw.Next(world.Groups.Count)];

    private static UserId Anybody(World world, Random draw) => world.Entities[draw.Next(world.Entities.Count)].Id;

    private static void Holds(World world, string? broken) => world.Require(broken is null, broken ?? "");
}
