using Akka.Actor;
using Chat.Node.Configuration;

namespace Chat.Node.Management;

/// <summary>
/// Lets a node start only with its management listener, and says where that is. Before it waits for anything: while the cluster forms, this is
/// where one looks.
/// </summary>
internal sealed class ManagementStart(ActorSystem system, ChatSettings settings) : IHostedService
{
    /// <exception cref="SettingsException">It cannot listen there.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (ManagementExtension.Of(system) is not { } management) return;
        try
        {
            await management.Started.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new SettingsException("Management:Port", $"cannot listen on {settings.Management.Host}:{settings.Management.Port}: {e.Message.ReplaceLineEndings(" ")}");
        }

        await Console.Out.WriteLineAsync($"Management on {management.LocalAddress}");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
