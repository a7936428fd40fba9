using Akka.Cluster.Hosting;
using Akka.Hosting;
using Chat.Actors.Addressing;
using Chat.Actors.Databases;
using Chat.Actors.History;
using Chat.Actors.Hosting;
using Chat.Protocol.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Cleanup;

/// <summary>Marks the clean-up in the actor registry.</summary>
public sealed class CleanupSingleton;

internal static class CleanupHosting
{
    public const string Name = "cleanup";

    /// <summary>One clean-up in the cluster, on the oldest node with entities; the next oldest goes on with it.</summary>
    public static AkkaConfigurationBuilder AddCleanup(this AkkaConfigurationBuilder akka, IServiceProvider sp, ChatActorsOptions options) => akka
        .WithSingleton<CleanupSingleton>(
            Name,
            (_, _, _) =>
            {
                var (databases, time) = (sp.GetRequiredService<IDatabases>(), sp.GetRequiredService<TimeProvider>());
                var requests = new CleanupRequests(
                    sp.GetRequiredService<IEntities>(), sp.GetRequiredService<IConnectionRegistry>(), options.Cleanup.AnswerTimeout, time);
                var stream = new CleanupStream(
                    databases, requests, options.Cleanup, kind => kind == EntityKind.User ? options.Users.Retention : options.Groups.Retention,
                    new OldHistory(sp.GetRequiredService<IHistory>(), options.History.Retention, time), time);
                return CleanupActor.Props(databases, stream, options.Cleanup, time, sp.GetRequiredService<ILoggerFactory>().CreateLogger("Chat.Cleanup"));
            },
            new ClusterSingletonOptions { Role = ChatActorsHosting.EntityRole },
            createProxyToo: false);
}
