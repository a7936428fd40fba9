using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Xunit.Abstractions;

namespace Chat.Domain.Tests;

/// <summary>
/// Three users with three devices each, who write to each other and in two groups with changing members, while devices come, go, are removed
/// and return, and everything between them fails. Afterwards, in quiet, all devices of a user show the same conversations: the same messages
/// in the same order, read and settled alike; and their user's entity counts what is unread (D1 to D4, M5, P1 to P5).
/// <c>SEED=n</c> replays one history with its trace.
/// </summary>
public sealed class DeviceHistories(ITestOutputHelper output)
{
    private const int Count = 2_000;
    private const int Further = 8_000;
    private const int Users = 3;
    private const int DevicesOfUser = 3;
    private const int Groups = 2;

    [Fact]
    public void All_devices_of_a_user_come_to_show_the_same_whatever_fails() =>
        Histories.Run(Count, Run, output);

    [Fact, Trait("Length", "long")]
    public void Seven_thousand_histories_more_with_the_same_end() =>
        Histories.Run(Further, Run, output, after: Count);

    private static void Run(int seed, bool traced)
    {
        var draw = new Random(seed);
        var world = new World(seed, Limits(draw), traced) { Faults = Faults.Draw(draw), GroupLimits = GroupLimits(draw), TakesSnapshots = draw.Next(2) == 0 };
        world.Time.Failure = world.Broken;
        People(world, draw);
        Trouble(world, draw, setsConversations: seed % 3 == 0);
        Settle(world, draw);
    }

    private static UserLimits Limits(Random draw) => new()
    {
        BodiesInMemory = draw.Next(3) == 0 ? draw.Next(1, 6) : 256,
        Devices = draw.Next(4) == 0 ? DevicesOfUser : 10,
        PassivateAfter = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 2 : 60),
        WatermarkDelay = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 1 : 10),
        ReceiptDelay = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 2 : 20),
        Lease = TimeSpan.FromMinutes(1),
    };

    private static GroupLimits GroupLimits(Random draw) => new()
    {
        BodiesInMemory = draw.Next(3) == 0 ? draw.Next(1, 6) : 512,
        FanoutWindow = draw.Next(3) == 0 ? draw.Next(1, 8) : 256,
        EntriesAtOnce = draw.Next(3) == 0 ? draw.Next(1, 8) : 64,
        PassivateAfter = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 2 : 60),
        WatermarkDelay = TimeSpan.FromSeconds(draw.Next(2) == 0 ? 1 : 10),
    };

    private static void People(World world, Random draw)
    {
        for (var u = 0; u < Users; u++)
        {
            var entity = world.AddUser("user-" + (char)('a' + u));
            for (var d = 0; d < DevicesOfUser; d++)
            {
                var device = world.AddDevice(entity, "device-" + d, sync: draw.Next(3) > 0);
                device.AcksLate = draw.Next(6) == 0;
                device.AcksOutOfOrder = draw.Next(3) == 0;
                if (draw.Next(3) > 0) device.Connect();
            }
        }

        for (var g = 0; g < Groups; g++)
        {
            var group = world.AddGroup("group-" + (char)('a' + g));
            var owner = Anybody(world, draw);
            world.Request(to => new GroupCommands.CreateGroup(
                group.Id, to, owner.Id, "Group", [.. world.Entities.Select(e => e.Id).Where(_ => draw.Next(3) > 0)]));
        }

        world.Time.Run(draw.Next(20));
    }

    private static void Trouble(World world, Random draw, bool setsConversations)
    {
        (double Weight, Action Act)[] actions =
        [
            (20, () => Any(world, draw).Send(Anybody(world, draw).Id)),
            (20, () => Any(world, draw).Send(Some(world, draw).Id)),
            (12, () => Any(world, draw).Connect()),
            (6, () => Any(world, draw).Connection?.Die(tell: true)),
            (2, () => Any(world, draw).Connection?.Die(tell: false)),
            (2, () => Any(world, draw).BringForeignPositions()),
            (10, () => Any(world, draw).Acknowledge()),
            (8, () => Any(world, draw).Read(Anybody(world, draw).Id)),
            (8, () => Any(world, draw).Read(Some(world, draw).Id)),
            (3, () => Any(world, draw).Repeat()),
            (1, () => Any(world, draw).RepeatAcked()),
            (3, () => Anybody(world, draw).Crash()),
            (2, () => Some(world, draw).Crash()),
            (1, () => world.JumpClock(draw.Next(-600_000, 600_000))),
            (2, () => world.Time.Run(draw.Next(120_000))),
            (6, () => world.Time.Run(draw.Next(5_000))),
            (2, () => { var d = Any(world, draw); world.ToEntity(new UserCommands.RemoveDevice(d.User, new ConnectionAddress(9, 1), d.Id)); }),
            (5, () => Change(world, draw)),
            (setsConversations ? 8 : 0, () => Set(world, draw)),
        ];
        Histories.Steps(world, draw, actions, () =>
        {
            if (draw.Next(16) == 0) Holds(world, Truth.Replay(world, Anybody(world, draw)));
        });
    }

    private static void Change(World world, Random draw)
    {
        var (group, actor, other) = (Some(world, draw).Id, Anybody(world, draw).Id, Anybody(world, draw).Id);
        world.Request(to => draw.Next(6) switch
        {
            0 or 1 or 2 => new GroupCommands.AddMembers(group, to, actor, [other]),
            3 or 4 => new GroupCommands.RemoveMember(group, to, actor, other),
            _ => new GroupCommands.RemoveMember(group, to, actor, actor),
        });
    }

    private static void Set(World world, Random draw)
    {
        var entity = Anybody(world, draw);
        ConversationPartner with = draw.Next(2) == 0 ? Some(world, draw).Id : Anybody(world, draw).Id;
        var (muted, archived) = (draw.Next(3), draw.Next(3));
        world.Set(entity, with,
            muted == 2 ? null : muted == 1, muted == 1 && draw.Next(2) == 0 ? world.Time.Wall + draw.Next(100_000) : null,
            archived == 2 ? null : archived == 1);
    }

    /// <summary>
    /// Faults stop, lost sockets are replaced, and some devices never come back: they are removed. Then everything comes true by itself; and
    /// stays so when everybody has written once more.
    /// </summary>
    private static void Settle(World world, Random draw)
    {
        world.Trace($"--- quiet ---");
        world.Faults = Faults.None;
        world.Quiet = true;
        foreach (var entity in world.Entities)
            if (draw.Next(3) == 0) entity.Crash();
        foreach (var group in world.Groups)
            if (draw.Next(3) == 0) group.Crash();
        foreach (var entity in world.Entities)
            if (draw.Next(3) == 0) world.Devices.Find(d => d.User == entity.Id)!.Lose();
        world.Time.Run(31_000); // what was late comes
        foreach (var device in world.Devices)
        {
            device.Connection?.Die(tell: true);
            if (device.IsGone) world.Request(to => new UserCommands.RemoveDevice(device.User, to, device.Id));
            else device.Connect();
        }

        ComesTrue(world);
        foreach (var device in world.Entities.Select(e => world.Devices.FindLast(d => d.User == e.Id)!))
        {
            foreach (var entity in world.Entities) device.Send(entity.Id);
            foreach (var group in world.Groups) device.Send(group.Id);
        }

        ComesTrue(world);
    }

    private static void ComesTrue(World world)
    {
        string? broken = null;
        for (var minute = 0; minute < 20; minute++)
        {
            foreach (var device in world.Devices)
                device.Connect();
            foreach (var group in world.Groups)
                group.Wake();
            world.Time.Run(minute < 4 ? 15_000 : 60_000);
            foreach (var entity in world.Entities)
                entity.AskForConversations();
            world.Time.Run(10);
            foreach (var group in world.Groups)
                group.Wake();
            broken = DeviceTruth.Settled(world);
            if (broken is null) return;
        }

        Holds(world, broken);
    }

    private static SimDevice Any(World world, Random draw) => world.Devices[draw.Next(world.Devices.Count)];

    private static SimGroup Some(World world, Random draw) => world.Groups[draw.Next(world.Groups.Count)];

    private static SimEntity Anybody(World world, Random draw) => world.Entities[draw.Next(world.Entities.Count)];

    private static void Holds(World world, string? broken) => world.Require(broken is null, broken ?? "");
}
