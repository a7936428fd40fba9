using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Chat.Actors.Addressing;
using Chat.Actors.Addressing.Batches;
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
using Chat.Actors.Sharding;
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
        services.AddSingleton<NodeOutboxes>();
        services.AddSingleton<ShardHomes>();
        services.AddSingleton<NodeRegistry>();
        services.AddSingleton<INodeRegistry>(sp => sp.GetRequiredService<NodeRegistry>());
        services.AddSingleton<ShardEvacuation>();
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
        if (options.HasEntities) services.AddHostedService<DebtWaker>();
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
            Standing = sp.GetRequiredService<NodeDirectory>().Standing,
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
            .AddJournals(sp.GetRequiredService<IDatabases>(), options)
            .WithRemoting(RemotingOf(options))
            .WithClustering(new ClusterOptions { Roles = [.. options.Roles], SeedNodes = [.. options.SeedNodes], AppVersion = Version })
            .AddHocon(options.HostHocon, HoconAddMode.Prepend)
            .AddHocon(options.OperatorHocon, HoconAddMode.Prepend)
            // Before sharding: no push may find the way to the connections missing.
            .AddStartup((system, _) => startEdge(system, sp));
        if (options.HasEntities) akka.AddEntities(sp, options);
        else akka.AddEntityProxies(sp);
        akka.AddStartup((system, _) =>
        {
            var cluster = Cluster.Get(system);
            // Asked of Akka itself: the operator's own settings may have seeds.
            if (!options.FindsOthers && cluster.Settings.SeedNodes.IsEmpty) cluster.Join(cluster.SelfAddress);
        });
    }

    private static AkkaConfigurationBuilder AddEntities(this AkkaConfigurationBuilder akka, IServiceProvider sp, ChatActorsOptions options) => akka
        .AddStartup((system, _) => sp.GetRequiredService<GroupFanout>().Start(system))
        .AddStartup((system, _) => sp.GetRequiredService<HistoryStream>().Start(system))
        .AddUserSharding(sp)
        .AddGroupSharding(sp)
        .AddCleanup(sp, options);

    /// <summary>What a node without entities needs to reach those of others.</summary>
    private static AkkaConfigurationBuilder AddEntityProxies(this AkkaConfigurationBuilder akka, IServiceProvider sp) => akka
        .AddUserProxy(sp)
        .AddGroupProxy(sp);

    private static RemoteOptions RemotingOf(ChatActorsOptions options) => options.BindHost.Length == 0
        ? new RemoteOptions { HostName = options.Host, Port = options.Port }
        : new RemoteOptions { HostName = options.BindHost, PublicHostName = options.Host, Port = options.Port };

    /// <summary>Of this build: shards go to the newest nodes first while nodes are being replaced.</summary>
    private static string Version => typeof(ChatActorsHosting).Assembly.GetName().Version!.ToString(3);
}
