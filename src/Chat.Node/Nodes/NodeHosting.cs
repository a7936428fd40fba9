using Akka.Actor;
using Chat.Actors.Nodes;
using Chat.Node.Configuration;
using Chat.Node.Connections;
using Chat.Node.Connections.Admission;

namespace Chat.Node.Nodes;

/// <summary>What the nodes of a cluster know of each other: who has room for clients, and where they are sent.</summary>
internal static class NodeHosting
{
    public static void AddNodes(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OwnStatus>();
        builder.Services.AddSingleton(services => new SocketRoom(
            services.GetRequiredService<ChatSettings>().Limits, services.GetRequiredService<ConnectionAdmission>(),
            services.GetRequiredService<ConnectionServices>().Load));
        builder.Services.AddHostedService<SocketRoomWatch>();
    }

    public static void StartNodes(this ActorSystem system, IServiceProvider services)
    {
        var own = services.GetRequiredService<OwnStatus>();
        system.StartNodeRegistry(services.GetRequiredService<NodeRegistry>(), () => own.Now, services.GetRequiredService<TimeProvider>());
    }
}
