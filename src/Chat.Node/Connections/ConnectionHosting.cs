using Akka.Actor;
using Akka.Cluster;
using Chat.Actors.Addressing;
using Chat.Actors.Addressing.Batches;
using Chat.Actors.Nodes;
using Chat.Node.Configuration;
using Chat.Node.Connections.Admission;
using Chat.Node.Connections.Handshake;
using Chat.Node.Connections.Rest;
using Chat.Node.Nodes;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Chat.Node.Connections;

/// <summary>
/// Puts the edge into a host. Needs <see cref="ChatSettings"/>, <see cref="IEntities"/>, <c>ITokenValidator</c> and, for the
/// registry's incarnation and for other nodes, an <see cref="ActorSystem"/> in a cluster.
/// </summary>
public static class ConnectionHosting
{
    /// <summary>After a node has left, or has come back, connections ask after their attachments within a second, or, where they are many, so many in each.</summary>
    private const double RenewalsPerSecond = 30_000;

    public static IServiceCollection AddChatConnections(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton(provider =>
            new ConnectionRegistry(Cluster.Get(provider.GetRequiredService<ActorSystem>()).SelfUniqueAddress.Uid));
        services.TryAddSingleton<IConnectionRegistry>(provider => provider.GetRequiredService<ConnectionRegistry>());
        services.TryAddSingleton<NodeDirectory>();
        services.TryAddSingleton<NodeOutboxes>();
        services.TryAddSingleton<IConnections, ConnectionRouter>();
        services.TryAddSingleton<NodeRegistry>();
        services.TryAddSingleton<INodeRegistry>(provider => provider.GetRequiredService<NodeRegistry>());
        services.TryAddSingleton<EntityRequests>();
        services.TryAddSingleton(provider => new ClientAddresses(provider.GetRequiredService<ChatSettings>().Limits));

        services.AddSingleton<ConnectionWheel>();
        services.AddSingleton<ConnectionMetrics>();
        services.AddSingleton(provider => new ConnectionAdmission(provider.GetRequiredService<ChatSettings>().Limits));
        services.AddSingleton(provider => new AuthenticationGate(provider.GetRequiredService<ChatSettings>().Limits));
        services.AddSingleton<ConnectionServices>();
        services.AddSingleton<SocketAcceptor>();
        services.AddSingleton(provider => new WebSocketHandshake(provider.GetRequiredService<ChatSettings>().Http));
        services.AddSingleton<SocketEndpoint>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SocketMiddleware>(
            provider, provider.GetRequiredService<ChatSettings>().Limits));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ConnectionDrain>(
            provider, provider.GetRequiredService<ChatSettings>().Limits));
        services.AddSingleton<SocketAdvice>();
        services.AddSingleton<MessageEndpoint>();
        return services;
    }

    /// <summary>Starts what other nodes reach this node's connections through. Before sharding starts, so that no push finds it missing.</summary>
    public static void StartConnectionHub(this ActorSystem system, IServiceProvider services)
    {
        var registry = services.GetRequiredService<ConnectionRegistry>();
        var directory = services.GetRequiredService<NodeDirectory>();
        system.ActorOf(ConnectionHub.Props(registry), ConnectionHub.Name);
        system.StartBatches(
            registry, services.GetRequiredService<NodeOutboxes>(), services.GetRequiredService<ShardedEntities>(),
            services.GetRequiredService<TimeProvider>());
        system.ActorOf(NodeDirectoryActor.Props(directory, services.GetRequiredService<TimeProvider>()), "node-directory");
        // Its entities come up elsewhere without attachments: connections ask after theirs soon, not at the end of the lease (R6). The same
        // where a node was out of reach for a while: what it pushed, and changes of presence, did not arrive.
        directory.NodeLeft += _ => AskAgain(registry);
        directory.NodeBack += _ => AskAgain(registry);
    }

    private static void AskAgain(ConnectionRegistry registry)
    {
        var spread = TimeSpan.FromSeconds(Math.Max(1, registry.Count / RenewalsPerSecond));
        foreach (var connection in registry.Endpoints.OfType<Connection>())
            connection.AskAgainWithin(spread);
    }

    /// <summary>On the public listener, behind TLS where it has any.</summary>
    public static ListenOptions UseChatSockets(this ListenOptions listener, IServiceProvider services)
    {
        listener.Use(next =>
        {
            var middleware = services.GetRequiredService<SocketMiddleware>();
            return connection => middleware.RunAsync(connection, next);
        });
        return listener;
    }

    /// <summary>Sends by REST, the connect advice, and <c>/ws</c> for upgrades on connections that have served requests before.</summary>
    public static IEndpointRouteBuilder MapMessageEndpoints(this IEndpointRouteBuilder endpoints)
    {
        var sockets = endpoints.ServiceProvider.GetRequiredService<SocketEndpoint>();
        endpoints.MapGet("/ws", (RequestDelegate)sockets.RunAsync);
        endpoints.ServiceProvider.GetRequiredService<MessageEndpoint>().Map(endpoints);
        ConnectEndpoint.Map(endpoints, endpoints.ServiceProvider.GetRequiredService<ChatSettings>(),
            endpoints.ServiceProvider.GetRequiredService<SocketAdvice>());
        return endpoints;
    }
}
