using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Chat.Actors.Addressing;
using Chat.Actors.Cleanup;
using Chat.Actors.Databases;
using Chat.Actors.Debts;
using Chat.Actors.Idempotency;
using Chat.Actors.Persistence;
using Chat.Actors.Serialization;
using Chat.Actors.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Hosting;

/// <summary>The actor system of a node: one cluster, sharded users, their journal, and the two ways to entities and connections.</summary>
public static class ChatActorsHosting
{
    public const string EdgeRole = "edge";
    public const string EntityRole = "entity";

    /// <summary>
    /// Adds the actor system and the seams. Needs <see cref="IDatabases"/> (started before the host) and <see cref="IEntityNumbers"/>.
    /// </summary>
    /// <param name="startEdge">What the host starts in the actor system before entities can speak.</param>
    public static IServiceCollection AddChatActors(
        this IServiceCollection services, ChatActorsOptions options, Action<ActorSystem, IServiceProvider> startEdge)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.AddSingleton(options);
        services.AddSingleton<NodeDirectory>();
        services.AddSingleton<ShardedEntities>();
        services.AddSingleton<IEntities>(sp => sp.GetRequiredService<ShardedEntities>());
        services.AddSingleton(sp => new ConnectionRegistry(Cluster.Get(sp.GetRequiredService<ActorSystem>()).SelfUniqueAddress.Uid));
        services.AddSingleton<IConnectionRegistry>(sp => sp.GetRequiredService<ConnectionRegistry>());
        services.AddSingleton<IConnections, ConnectionRouter>();
        services.AddSingleton<IJournals>(sp => new SlotJournals(sp.GetRequiredService<IDatabases>(), options.Journal));
        services.AddSingleton<ISpilledSends, SqlSpilledSends>();
        services.AddSingleton<IDueDebts, SqlDueDebts>();
        services.AddHostedService<DebtWaker>();
        services.AddSingleton<IUserRows>(sp =>
            new SqlUserRows(sp.GetRequiredService<IDatabases>(), (ExtendedActorSystem)sp.GetRequiredService<ActorSystem>()));
        services.AddSingleton(sp => new UserDependencies(
            options.Users, sp.GetRequiredService<IEntities>(), sp.GetRequiredService<IConnections>(),
            sp.GetRequiredService<IEntityNumbers>(), sp.GetRequiredService<IUserRows>(), sp.GetRequiredService<IDueDebts>(), sp.GetRequiredService<ISpilledSends>(),
            sp.GetRequiredService<IJournals>(),
            sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<Random>(),
            sp.GetRequiredService<ILoggerFactory>().CreateLogger("Chat.Users")));
        return services.AddAkka(options.SystemName, (akka, sp) => Configure(akka, sp, options, startEdge));
    }

    private static void Configure(AkkaConfigurationBuilder akka, IServiceProvider sp, ChatActorsOptions options, Action<ActorSystem, IServiceProvider> startEdge)
    {
        akka
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .AddHocon(ConfigurationFactory.ParseString(SerializationHocon.Text + "\n" + UserMailbox.Hocon), HoconAddMode.Prepend)
            .AddHocon(ClusterHocon.Config, HoconAddMode.Prepend)
            .AddJournals(sp.GetRequiredService<IDatabases>(), options)
            .WithRemoting(options.Host, options.Port)
            .WithClustering(new ClusterOptions { Roles = [EdgeRole, EntityRole], SeedNodes = [.. options.SeedNodes] })
            // Before sharding: no push may find the way to the connections missing.
            .AddStartup((system, _) => startEdge(system, sp))
            .AddUserSharding(sp)
            .AddCleanup(sp, options)
            .AddStartup((system, _) =>
            {
                var cluster = Cluster.Get(system);
                if (options.SeedNodes.Count == 0) cluster.Join(cluster.SelfAddress);
            });
    }
}
