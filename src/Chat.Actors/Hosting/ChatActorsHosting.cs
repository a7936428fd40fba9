using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Chat.Actors.Addressing;
using Chat.Actors.Databases;
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
    public static IServiceCollection AddChatActors(this IServiceCollection services, Func<IServiceProvider, ChatActorsOptions> configure)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Random>(Random.Shared);
        services.AddSingleton(configure);
        services.AddSingleton<NodeDirectory>();
        services.AddSingleton<ShardedEntities>();
        services.AddSingleton<IEntities>(sp => sp.GetRequiredService<ShardedEntities>());
        services.AddSingleton(sp => new ConnectionRegistry(Cluster.Get(sp.GetRequiredService<ActorSystem>()).SelfUniqueAddress.Uid));
        services.AddSingleton<IConnectionRegistry>(sp => sp.GetRequiredService<ConnectionRegistry>());
        services.AddSingleton<IConnections, ConnectionRouter>();
        services.AddSingleton<IUserRows>(sp =>
            new SqlUserRows(sp.GetRequiredService<IDatabases>(), (ExtendedActorSystem)sp.GetRequiredService<ActorSystem>()));
        services.AddSingleton(sp => new UserDependencies(
            configure(sp).Users, sp.GetRequiredService<IEntities>(), sp.GetRequiredService<IConnections>(),
            sp.GetRequiredService<IEntityNumbers>(), sp.GetRequiredService<IUserRows>(), sp.GetRequiredService<TimeProvider>(),
            sp.GetRequiredService<Random>(), sp.GetRequiredService<ILoggerFactory>().CreateLogger("Chat.Users")));
        services.AddAkka(SystemNameOf(services, configure), (akka, sp) => Configure(akka, sp, configure(sp)));
        return services;
    }

    private static string SystemNameOf(IServiceCollection services, Func<IServiceProvider, ChatActorsOptions> configure)
    {
        // Akka.Hosting wants the name before there is a provider; options come from configuration, which is complete by now.
        using var early = services.BuildServiceProvider();
        return configure(early).SystemName;
    }

    private static void Configure(AkkaConfigurationBuilder akka, IServiceProvider sp, ChatActorsOptions options)
    {
        var database = sp.GetRequiredService<IDatabases>().All[0];
        akka
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            })
            .AddHocon(ConfigurationFactory.ParseString(SerializationHocon.Text), HoconAddMode.Prepend)
            .AddHocon(ClusterHocon.Of(options), HoconAddMode.Prepend)
            .AddHocon(PersistenceSetup.Hocon(database.Kind, database.ConnectionString, options.JournalParallelism, options.JournalBatch), HoconAddMode.Append)
            .AddSetup(PersistenceSetup.DataOptions(database.Kind, database.ConnectionString))
            .WithRemoting(options.Host, options.Port)
            .WithClustering(new ClusterOptions { Roles = [EdgeRole, EntityRole], SeedNodes = [.. options.SeedNodes] })
            .AddUserSharding(sp)
            .AddStartup((system, _) =>
            {
                system.ActorOf(ConnectionHub.Props(sp.GetRequiredService<ConnectionRegistry>()), ConnectionHub.Name);
                system.ActorOf(NodeDirectoryActor.Props(sp.GetRequiredService<NodeDirectory>()), "node-directory");
                var cluster = Cluster.Get(system);
                if (options.SeedNodes.Count == 0) cluster.Join(cluster.SelfAddress);
            });
    }
}
