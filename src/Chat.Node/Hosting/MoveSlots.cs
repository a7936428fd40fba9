using System.Runtime.InteropServices;
using Chat.Actors.Databases;
using Chat.Actors.Databases.Slots;
using Chat.Node.Configuration;

namespace Chat.Node.Hosting;

/// <summary>
/// <c>Chat.Node move-slots</c>: brings the databases to what the configured map says, and ends. With <c>--plan</c> it only says what it
/// would do. Takes the node's own configuration, so that no address or password is written on a command line. docs/moving-slots.md.
/// </summary>
internal static class MoveSlots
{
    private const string Verb = "move-slots";
    private const string PlanOnly = "--plan";

    public static bool IsAskedFor(string[] args) => args is [Verb, ..];

    public static async Task RunAsync(string[] args)
    {
        var builder = Host.CreateApplicationBuilder([.. args.Skip(1).Where(argument => argument != PlanOnly)]);
        var settings = SettingsReader.Read(builder.Configuration);
        if (settings.Database.Provider != DatabaseProvider.PostgreSQL)
            throw new SettingsException("Database:Provider", $"{Verb} is for PostgreSQL; SQLite is one file with all slots.");
        using var databases = new SqlDatabases(DatabaseHosting.OptionsOf(settings));
        using var stop = new CancellationTokenSource();
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var move = new SlotMove(databases, Say, TimeProvider.System);
        try
        {
            await (args.Contains(PlanOnly) ? move.PlanAsync(stop.Token) : move.RunAsync(stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new SlotMoveException("Broken off. Slots that are out of service stay so until the move is run again, with this map or the former one.");
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static void Say(string line) => Console.Out.WriteLine($"{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {line}");
}
