using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Chat.Actors.Addressing;
using Chat.Actors.Administration;
using Chat.Actors.Cleanup;
using Chat.Actors.Databases;
using Chat.Actors.Debts;
using Chat.Actors.Entities;
using Chat.Actors.Groups;
using Chat.Actors.Groups.Fanout;
using Chat.Actors.Groups.Listing;
using Chat.Actors.Groups.Rates;
using Chat.Actors.History;
using Chat.Actors.Idempotency;
using Chat.Actors.Nodes;
using Chat.Actors.Persistence;
using Chat.Actors.Serialization;
using Chat.Actors.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Hosting;

/// <summary>The actor system of a node: one cluster, sharded users and groups, their journal, and the two ways to entities and connections.</summary>
public static class ChatActorsHosting
{
    public const string EdgeRole = "edge";
    public const string EntityRole = "entity";

    /// <summary>
    /// Adds the actor system and the seams. Needs <see cref="IDatabases"/> (started before the host), <see cref="IEntityNumbers"/> and
    /// <see cref="IGroupListingWriter"/>.
    /// </summary>
    /// <param name="startEdge">What the host starts in the actor system before entities can speak.</param>
    public static IServiceCollection AddChatActors(
        this IServiceCollection services, ChatActorsOptions options, Action<ActorSystem, IServiceProvider> startEdge)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.AddSingleton(options);
        services.AddSingleton<NodeDirectory>();
        services.AddSingleton<NodeRegistry>();
        services.AddSingleton<INodeRegistry>(sp => sp.GetRequiredService<NodeRegistry>());
        services.AddSingleton<AttachmentsElsewhere>();
        services.AddSingleton<ShardedEntities>();
        services.AddSingleton<IEntities>(sp => sp.GetRequiredService<ShardedEntities>());
        services.AddSingleton(sp => new ConnectionRegistry(Cluster.Get(sp.GetRequiredService<ActorSystem>()).SelfUniqueAddress.Uid));
        services.AddSingleton<IConnectionRegistry>(sp => sp.GetRequiredService<ConnectionRegistry>());
        services.AddSingleton<IConnections, ConnectionRouter>();
        services.AddSingleton<IJournals>(sp => new SlotJournals(sp.GetRequiredService<IDatabases>(), options.Journal));
        services.AddSingleton<ISpilledSends, SqlSpilledSends>();
        services.AddSingleton<IDueDebts, SqlDueDebts>();
        services.AddSingleton<SqlEntityNames>();
        services.AddSingleton<IEntityNames>(sp => sp.GetRequiredService<SqlEntityNames>());
        services.AddHostedService(sp => sp.GetRequiredService<SqlEntityNames>());
        services.AddSingleton<StoredEntities>();
        services.AddSingleton<CleanupControl>();
        services.AddChatHistory(options.History);
        services.AddHostedService<DebtWaker>();
        services.AddSingleton<IEntityRows>(sp =>
            new SqlEntityRows(sp.GetRequiredService<IDatabases>(), (ExtendedActorSystem)sp.GetRequiredService<ActorSystem>()));
        services.AddSingleton(sp => new EntityDependencies(
            sp.GetRequiredService<ConnectionRegistry>().Node, sp.GetRequiredService<IEntities>(), sp.GetRequiredService<IConnections>(),
            sp.GetRequiredService<IEntityNumbers>(), sp.GetRequiredService<IEntityRows>(), sp.GetRequiredService<IDueDebts>(),
            sp.GetRequiredService<ISpilledSends>(), sp.GetRequiredService<IHistoryWriter>(), sp.GetRequiredService<IJournals>(),
            sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<Random>(),
            sp.GetRequiredService<ILoggerFactory>().CreateLogger("Chat.Entities"))
        {
            Names = sp.GetRequiredService<IEntityNames>(),
        });
        services.AddSingleton(sp => new UserDependencies(options.Users, sp.GetRequiredService<EntityDependencies>())
        {
            Elsewhere = sp.GetRequiredService<AttachmentsElsewhere>(),
        });
        services.AddSingleton<GroupRates>();
        services.AddSingleton<FanoutQueue>();
        services.AddSingleton(sp => new GroupFanout(
            sp.GetRequiredService<FanoutQueue>(), sp.GetRequiredService<NodeDirectory>(), sp.GetRequiredService<IEntities>(),
            sp.GetRequiredService<ConnectionRegistry>().Node, sp.GetRequiredService<ILoggerFactory>().CreateLogger("Chat.Groups")));
        services.AddSingleton(sp => new GroupDependencies(
            options.Groups, sp.GetRequiredService<EntityDependencies>(), sp.GetRequiredService<FanoutQueue>(),
            sp.GetRequiredService<IGroupListingWriter>())
        {
            Rates = sp.GetRequiredService<GroupRates>(),
        });
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
            .AddHocon(ConfigurationFactory.ParseString(SerializationHocon.Text + "\n" + EntityMailbox.Hocon), HoconAddMode.Prepend)
            .AddHocon(ClusterHocon.Config, HoconAddMode.Prepend)
            .AddHocon(ConfigurationFactory.ParseString(options.AdminHocon), HoconAddMode.Append)
            .AddHocon(options.Hocon, HoconAddMode.Prepend)
            .AddJournals(sp.GetRequiredService<IDatabases>(), options)
            .WithRemoting(options.Host, options.Port)
            .WithClustering(new ClusterOptions { Roles = [EdgeRole, EntityRole], SeedNodes = [.. options.SeedNodes] })
            // Before sharding: no push may find the way to the connections missing.
            .AddStartup((system, _) => startEdge(system, sp))
            .AddStartup((system, _) => sp.GetRequiredService<GroupFanout>().Start(system))
            .AddStartup((system, _) => sp.GetRequiredService<HistoryStream>().Start(system))
            .AddUserSharding(sp)
            .AddGroupSharding(sp)
            .AddCleanup(sp, options)
            .AddStartup((system, _) =>
            {
                var cluster = Cluster.Get(system);
                if (options.SeedNodes.Count == 0) cluster.Join(cluster.SelfAddress);
            });
    }
}
