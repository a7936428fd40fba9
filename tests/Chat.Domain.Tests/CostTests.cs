using Chat.Domain.Tests.Simulation;
using Chat.Domain.Users;
using Xunit.Abstractions;

namespace Chat.Domain.Tests;

/// <summary>What a message costs in rows: watermarks are merged, and wait for an append that goes anyway.</summary>
public sealed class CostTests(ITestOutputHelper output)
{
    private const int Users = 20;
    private const int Messages = 6_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void In_sparse_traffic_a_message_costs_at_most_2_6_events_over_all_entities(bool sync)
    {
        var world = new World(1, new UserLimits());
        for (var u = 0; u < Users; u++)
            world.AddDevice(world.AddUser($"user-{u}"), "phone", sync).Connect();
        world.Time.Run(60_000);
        var before = world.Entities.Sum(e => e.Journal.Count);
        for (var message = 0; message < Messages; message++)
        {
            var from = world.Random.Next(Users);
            world.Devices[from].Send(world.Entities[(from + 1 + world.Random.Next(Users - 1)) % Users].Id);
            world.Time.Run((long)(-Math.Log(1 - world.Random.NextDouble()) * 60_000 / Users)); // each user one a minute
        }

        world.Time.Run(60_000);
        var events = world.Entities.SelectMany(e => e.Journal).Count() - before;
        var messages = world.Entities.Sum(e => e.Journal.OfType<UserEvents.MessageQueued>().Count());
        Assert.Equal(Messages, messages);
        output.WriteLine($"{events / (double)messages:0.00} events per message");
        Assert.InRange(events / (double)messages, 1, 2.6);
    }
}
