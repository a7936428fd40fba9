using Akka.Actor;
using Chat.Actors.Sharding;

namespace Chat.Node.Draining;

internal static class DrainHosting
{
    public static void AddDraining(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<NodeDrain>();
        builder.Services.AddSingleton<INodeDrain>(services => services.GetRequiredService<NodeDrain>());
        builder.Services.AddHostedService<DrainBeforeStop>();
    }

    /// <summary>Drains as the first phase of the coordinated shutdown, before shards hand over: also where the shutdown begins in the cluster.</summary>
    public static void DrainFirst(this ActorSystem system, IServiceProvider services)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "drain", async () =>
        {
            await services.GetRequiredService<NodeDrain>().LeaveAsync(downed: shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason);
            return Akka.Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeClusterShutdown, "move-shards", async () =>
        {
            // Whose node has been taken out has nobody to give them to.
            if (shutdown.ShutdownReason is not CoordinatedShutdown.ClusterDowningReason)
                await services.GetRequiredService<ShardEvacuation>().RunAsync(system);
            return Akka.Done.Instance;
        });
    }
}
