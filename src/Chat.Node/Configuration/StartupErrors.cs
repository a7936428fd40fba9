using System.Data.Common;
using System.Net.Sockets;
using Chat.Actors.Databases;
using Chat.Actors.Databases.Slots;
using Chat.Node.Health;
using Chat.Node.Hosting;

namespace Chat.Node.Configuration;

/// <summary>
/// What an operator can put right is told in one line each, without a stack trace, and ends the process with 1; anything else is a
/// defect of ours and passes through.
/// </summary>
internal static class StartupErrors
{
    /// <summary>Runs the node; the answer is the exit code of the process.</summary>
    public static Task<int> GuardAsync(Func<Task> run) => GuardAsync(run, Console.Error);

    internal static async Task<int> GuardAsync(Func<Task> run, TextWriter errors)
    {
        try
        {
            await run();
            return 0;
        }
        catch (Exception e) when (LinesOf(e) is { } lines)
        {
            foreach (var line in lines)
                await errors.WriteLineAsync(line);
            return 1;
        }
    }

    private static IReadOnlyList<string>? LinesOf(Exception failure) => failure switch
    {
        SettingsException settings => settings.Lines,
        DatabaseStartException database => [OneLine(database.Message)],
        NodeDownedException downed => [downed.Message],
        ClusterNotJoinedException alone => [alone.Message],
        SlotMoveException move => [OneLine(move.Message)],
        UnhealthyException unhealthy => [OneLine(unhealthy.Message)],
        NamedDatabaseException database => [$"{database.Key}: the database cannot be used ({OneLine(database.Message)})"],
        DbException database => [$"Chat__Database__ConnectionString: the database cannot be used ({OneLine(database.Message)})"],
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } io => [$"Chat__Http__Port: {OneLine(io.Message)}"],
        SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } socket =>
            [$"Chat__Http__Port or Chat__Http__Host: {OneLine(socket.Message)}"],
        _ => null,
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
