using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Xunit.Abstractions;

namespace Chat.Domain.Tests;

/// <summary>What a message costs in rows: watermarks are merged, and wait for an append that goes anyway.</summary>
public sealed class CostTests(ITestOutputHelper output)
{
    [Fact]
    public void In_sparse_traffic_a_message_costs_at_most_2_6_events_over_all_entities()
    {
        var world = new World(1, new UserLimits());
        for (var u = 0; u < 20; u++)
            world.AddDevice(world.AddUser($"user-{u}"), "phone", sync: true).Connect();
        world.Time.Run(60_000);
        var before = world.Entities.Sum(e => e.Journal.Count);
        for (var second = 0; second < 3_600; second++)
        {
            if (second % 3 == 0)
            {
                var to = world.Random.Next(19);
                var from = second / 3 % 20;
                world.Devices[from].Send(world.Entities[(from + 1 + to) % 20].Id);
            }

            world.Time.Run(1_000);
        }

        world.Time.Run(60_000);
        var events = world.Entities.SelectMany(e => e.Journal).Count() - before;
        var messages = world.Entities.Sum(e => e.Journal.OfType<UserEvents.MessageQueued>().Count());
        Assert.Equal(1_200, messages);
        output.WriteLine($"{events / (double)messages:0.00} events per message");
        Assert.InRange(events / (double)messages, 1, 2.6);
    }
}
