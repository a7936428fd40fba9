using Chat.Domain.Groups;
using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Xunit.Abstractions;

namespace Chat.Domain.Tests;

/// <summary>What a group message costs in rows and in waking sleepers, however many members there are.</summary>
public sealed class GroupCostTests(ITestOutputHelper output)
{
    private const int Members = 100;
    private const int Online = 10;
    private const int Messages = 1_000;

    [Fact]
    public void A_thousand_messages_to_a_hundred_members_of_whom_ninety_are_away_cost_one_row_each_and_one_note_per_absence()
    {
        var world = new World(1, new UserLimits());
        for (var u = 0; u < Members; u++)
            world.AddDevice(world.AddUser($"user-{u}"), "phone", sync: true).Connect();
        var group = world.AddGroup("group_1");
        world.Time.Run(5_000);
        world.Request(to => new GroupCommands.CreateGroup(group.Id, to, new UserId("user-0"), "All", [.. world.Entities.Skip(1).Select(e => e.Id)]));
        world.Time.Run(60_000);
        foreach (var device in world.Devices.Skip(Online))
            device.Connection!.Die(tell: true);
        world.Time.Run(600_000); // asleep
        Assert.Equal(Online, world.Entities.Count(e => e.User is not null));
        var (rows, groupRows) = (world.Entities.Sum(e => e.Journal.Count), group.Journal.Count);
        group.Contacts.Clear();

        for (var message = 0; message < Messages; message++)
        {
            world.Devices[message % Online].Send(group.Id);
            world.Time.Run(100);
        }

        world.Time.Run(60_000);
        Assert.Equal(Messages, group.Journal.OfType<GroupEvents.MessageAccepted>().Count());
        Assert.All(world.Devices.Take(Online), (d, i) => Assert.Equal(Messages + 1 - Messages / Online, d.EntriesOf(group.Id).Count));
        var sleepers = world.Entities.Skip(Online).ToList();
        Assert.All(sleepers, e => Assert.Equal(1, group.Contacts[e.Id]));
        Assert.All(sleepers, e => Assert.Single(e.Journal.OfType<UserEvents.GroupNewsNoted>()));
        var (inGroup, inMembers) = (group.Journal.Count - groupRows, world.Entities.Sum(e => e.Journal.Count) - rows);
        output.WriteLine($"{inGroup} rows in the group, {inMembers} in its members");
        Assert.InRange(inGroup, Messages, Messages + 20);
        Assert.InRange(inMembers, Members - Online, Members - Online + 20);
    }
}
