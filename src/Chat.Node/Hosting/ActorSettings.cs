using Chat.Actors.Hosting;
using Chat.Node.Configuration;

namespace Chat.Node.Hosting;

/// <summary>From the node's settings to those of the actor system.</summary>
internal static class ActorSettings
{
    public static ChatActorsOptions From(ChatSettings settings) => new(
        settings.Cluster.SystemName, settings.Cluster.Host, settings.Cluster.Port, settings.Cluster.SeedNodes,
        settings.Database.Journal, settings.Database.JournalParallelism, settings.Database.JournalBatch, settings.Users)
    {
        BindHost = settings.Cluster.BindHost is "*" ? "0.0.0.0" : settings.Cluster.BindHost,
        Roles = settings.Cluster.Roles.Count == 0 ? [ChatActorsHosting.EdgeRole, ChatActorsHosting.EntityRole] : settings.Cluster.Roles,
        FindsOthers = settings.Cluster.Bootstrap.Discovery.Length > 0,
        HostHocon = NodeHocon.From(settings),
        OperatorHocon = NodeHocon.OfOperator(settings.Cluster.Hocon),
        Groups = settings.Groups,
        History = settings.History,
        Cleanup = settings.Cleanup,
    };
}
