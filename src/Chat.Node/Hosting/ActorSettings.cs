using Chat.Actors.Hosting;
using Chat.Node.Admin;
using Chat.Node.Configuration;

namespace Chat.Node.Hosting;

/// <summary>From the node's settings to those of the actor system.</summary>
internal static class ActorSettings
{
    public static ChatActorsOptions From(ChatSettings settings) => new(
        settings.Cluster.SystemName, settings.Cluster.Host, settings.Cluster.Port, settings.Cluster.SeedNodes,
        settings.Database.Journal, settings.Database.JournalParallelism, settings.Database.JournalBatch, settings.Users)
    {
        Groups = settings.Groups,
        History = settings.History,
        Cleanup = settings.Cleanup,
        AdminHocon = AdminHosting.Hocon(settings.Admin),
    };
}
