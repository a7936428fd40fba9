using Chat.Actors.Hosting;
using Chat.Node.Accounts;
using Chat.Node.Admin;
using Chat.Node.Configuration;
using Chat.Node.Connections;
using Chat.Node.Conversations;
using Chat.Node.Devices;
using Chat.Node.Draining;
using Chat.Node.Groups;
using Chat.Node.Health;
using Chat.Node.History;
using Chat.Node.Management;
using Chat.Node.Management.Metrics;
using Chat.Node.Nodes;
using Chat.Node.Problems;
using Chat.Node.Site;
using Chat.Node.Tokens;
using Chat.Node.Users;

namespace Chat.Node.Hosting;

/// <summary>A node, put together: the table of contents of this program. Tests of several nodes build theirs here too.</summary>
internal static class ChatNode
{
    /// <summary>To be started with <see cref="DatabaseHosting.StartDatabasesAsync"/> first.</summary>
    /// <exception cref="SettingsException">A mistake in the configuration.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var settings = builder.AddChatSettings();

        builder.AddChatLogging();
        builder.AddChatDatabases(settings);
        builder.AddTokens(settings);
        builder.AddUsers();
        builder.AddGroups(settings);
        builder.AddConversations();
        builder.AddHistory();
        builder.AddAccounts();
        builder.AddHealth();
        builder.AddChatMetrics();
        builder.AddNodes();
        builder.AddDraining();
        builder.Services.AddChatActors(ActorSettings.From(settings), (system, services) =>
        {
            system.StartConnectionHub(services);
            system.StartNodes(services);
            system.DrainFirst(services);
            system.StartClusterMetrics(services);
            system.StartAdminActor(services);
        });
        builder.Services.AddHostedService<ManagementStart>();
        builder.Services.AddChatConnections();
        builder.AddAdmin();
        builder.Services.AddHostedService<ActorReadiness>();
        builder.AddPublicListener(settings);

        var app = builder.Build();
        app.UseChatProblems();
        app.UseChatSite();
        app.UseRouting();
        app.MapHealth();
        app.MapAccounts();
        app.MapUsers();
        app.MapGroups();
        app.MapDevices();
        app.MapConversations();
        app.MapHistory();
        app.MapMessageEndpoints();
        app.MapUnknownRoutes();
        return app;
    }
}
