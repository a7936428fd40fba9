using Chat.Actors.Hosting;
using Chat.Node.Accounts;
using Chat.Node.Configuration;
using Chat.Node.Connections;
using Chat.Node.Conversations;
using Chat.Node.Devices;
using Chat.Node.Groups;
using Chat.Node.Health;
using Chat.Node.History;
using Chat.Node.Hosting;
using Chat.Node.Management;
using Chat.Node.Management.Metrics;
using Chat.Node.Problems;
using Chat.Node.Site;
using Chat.Node.Tokens;
using Chat.Node.Users;

return await StartupErrors.GuardAsync(async () =>
{
    if (MoveSlots.IsAskedFor(args))
    {
        await MoveSlots.RunAsync(args);
        return;
    }

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
    builder.Services.AddChatActors(ActorSettings.From(settings), (system, services) =>
    {
        system.StartConnectionHub(services);
        system.DrainConnectionsFirst(services);
        system.StartClusterMetrics(services);
    });
    builder.Services.AddHostedService<ManagementStart>();
    builder.Services.AddChatConnections();
    builder.AddActorReadiness();
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

    await app.StartDatabasesAsync();
    await app.RunAndAnnounceAsync();
});
