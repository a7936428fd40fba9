using Akka.Actor;
using Chat.Node.Admin.Actors;
using Chat.Node.Admin.Commands;
using Chat.Node.Admin.Figures;
using Chat.Node.Admin.Logs;
using Chat.Node.Admin.Membership;
using Chat.Node.Admin.Messaging;
using Chat.Node.Admin.Sharding;
using Chat.Node.Configuration;
using Microsoft.Extensions.Options;

namespace Chat.Node.Admin;

/// <summary>Administration from the command line: the command host, its palettes, and the way to the other nodes.</summary>
internal static class AdminHosting
{
    /// <summary>After the actor system, which it needs when it starts.</summary>
    public static void AddAdmin(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<LogRing>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogRing>());
        services.AddSingleton<LogLevels>();
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(provider => provider.GetRequiredService<LogLevels>());
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(provider => provider.GetRequiredService<LogLevels>());

        services.AddSingleton<AdminSessions>();
        services.AddSingleton<AdminNodes>();
        services.AddSingleton<NodeMeasurements>();
        services.AddSingleton<ShardSpread>();
        services.AddSingleton<EntityPlaces>();
        services.AddSingleton<ActorTree>();

        services.AddSingleton<EntityLooks>();
        services.AddSingleton<NodeFiguresCommand>();
        services.AddSingleton<TopCommand>();
        services.AddSingleton<UserCommand>();
        services.AddSingleton<DirectoryCommands>();
        services.AddSingleton<TraceCommand>();
        services.AddSingleton<GroupCommand>();
        services.AddSingleton<AccessCommands>();
        services.AddSingleton<DrainCommands>();
        services.AddSingleton<UpkeepCommands>();

        services.AddSingleton<IPalette, ClusterCommands>();
        services.AddSingleton<IPalette, ShardingCommands>();
        services.AddSingleton<IPalette, ActorCommands>();
        services.AddSingleton<IPalette, LogCommands>();
        services.AddSingleton<IPalette, ChatCommands>();
        services.AddSingleton<CommandRunner>();
        services.AddHostedService<AdminHost>();
    }

    /// <summary>Where the nodes ask each other.</summary>
    public static void StartAdminActor(this ActorSystem system, IServiceProvider services) =>
        system.ActorOf(AdminActor.Props(services.GetRequiredService<CommandRunner>(), services.GetRequiredService<NodeMeasurements>()), AdminActor.Name);

    /// <summary>The section that pbm's own host reads, with the same keys.</summary>
    public static string Hocon(AdminSettings settings) =>
        $$"""
        petabridge.cmd {
          host = "{{AdminRules.AddressOf(settings.Host)}}"
          port = {{settings.Port}}
          log-palettes-on-startup = {{(settings.LogPalettesOnStartup ? "on" : "off")}}
        }
        """;
}
