using Akka.Actor;
using Akka.Cluster;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Chat.Node.Hosting;

/// <summary>Says where the node listens, once it does and its part of the cluster is up.</summary>
internal static class Announcement
{
    /// <exception cref="NodeDownedException">The others have gone on without this node, or it has found that they will.</exception>
    /// <exception cref="ClusterNotJoinedException">No other node has let this one in.</exception>
    public static async Task RunAndAnnounceAsync(this WebApplication app)
    {
        var system = app.Services.GetRequiredService<ActorSystem>();
        var shutdown = CoordinatedShutdown.Get(system);
        try
        {
            await app.StartAsync();
            var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Cluster.Get(system).RegisterOnMemberUp(() => up.TrySetResult());
            await Task.WhenAny(up.Task, Task.Delay(Timeout.Infinite, app.Lifetime.ApplicationStopping));
            foreach (var address in up.Task.IsCompleted ? Addresses(app) : [])
                await Console.Out.WriteLineAsync($"Listening on {address}");
            await app.WaitForShutdownAsync();
        }
        catch (Exception) when (WhyEnded(shutdown) is not null)
        {
            // What fails then fails because the actor system is gone.
        }

        // Its process does not end well: a supervisor starts it anew, and it joins as another incarnation.
        if (WhyEnded(shutdown) is { } why) throw why;
    }

    private static Exception? WhyEnded(CoordinatedShutdown shutdown) => shutdown.ShutdownReason switch
    {
        CoordinatedShutdown.ClusterDowningReason => new NodeDownedException(),
        CoordinatedShutdown.ClusterJoinUnsuccessfulReason => new ClusterNotJoinedException(),
        _ => null,
    };

    private static IEnumerable<string> Addresses(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(PublicListener.ReachableHere);
}
