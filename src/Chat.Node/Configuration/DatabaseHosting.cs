using System.Data.Common;
using Chat.Actors.Databases;
using Chat.Actors.Databases.Slots;
using Chat.Actors.Entities;

namespace Chat.Node.Configuration;

internal static partial class DatabaseHosting
{
    /// <summary>How long a start waits for a database server that is itself starting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static DatabaseOptions OptionsOf(ChatSettings settings) => new(
        settings.Database.Provider == DatabaseProvider.PostgreSQL ? DatabaseKind.PostgreSQL : DatabaseKind.SQLite,
        settings.Database.ConnectionString, settings.DataFolder)
    {
        Others = [.. settings.Database.Others.Select(other => new OtherDatabase(
            other.ConnectionString, SlotSet.TryParse(other.Slots, out var slots, out _) ? slots : throw new ArgumentException("unchecked", nameof(settings))))],
    };

    public static void AddChatDatabases(this IHostApplicationBuilder builder, ChatSettings settings)
    {
        builder.Services.AddSingleton(OptionsOf(settings));
        builder.Services.AddSingleton<SqlDatabases>();
        builder.Services.AddSingleton<IDatabases>(provider => provider.GetRequiredService<SqlDatabases>());
        builder.Services.AddSingleton<IEntityNumbers, SqlEntityNumbers>();
    }

    /// <summary>
    /// Takes the lock on the data folder and brings the tables up to date. To be awaited between building and running the host, so
    /// that everything else finds them, and a mistake is told by <see cref="StartupErrors"/> alone.
    /// </summary>
    /// <exception cref="DatabaseStartException">An operator's mistake.</exception>
    /// <exception cref="DbException">The database cannot be reached, not even after a minute.</exception>
    public static async Task StartDatabasesAsync(this IHost host, CancellationToken cancellation = default)
    {
        var databases = host.Services.GetRequiredService<SqlDatabases>();
        var time = host.Services.GetRequiredService<TimeProvider>();
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Chat.Node.Databases");
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                await databases.StartAsync(cancellation);
                return;
            }
            catch (DbException e) when (e.IsTransient && time.GetElapsedTime(began) < Patience)
            {
                Log.Waiting(log, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, cancellation);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Waiting for the database: {Reason}")]
        public static partial void Waiting(ILogger log, string reason);
    }
}
