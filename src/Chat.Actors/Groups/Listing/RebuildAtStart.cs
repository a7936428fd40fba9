using Microsoft.Extensions.Hosting;

namespace Chat.Actors.Groups.Listing;

/// <summary>The rebuild that an operator has asked for in the configuration, beside everything else that the node does.</summary>
internal sealed class RebuildAtStart(RebuildGroupListing rebuild) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rebuild.RunAsync(stoppingToken);
}
