using Akka.Hosting;
using Chat.Actors.Databases;
using Chat.Actors.Persistence;
using Chat.Journal;

namespace Chat.Actors.Hosting;

internal static class JournalHosting
{
    /// <summary>A journal and a snapshot store for each database, under the ids that <see cref="SlotJournals"/> gives to entities.</summary>
    public static AkkaConfigurationBuilder AddJournals(this AkkaConfigurationBuilder akka, IDatabases databases, ChatActorsOptions options)
    {
        var home = databases.Home;
        if (options.Journal == JournalKind.AkkaPersistenceSql)
            return databases.All.Count == 1
                ? akka.AddHocon(PersistenceSetup.Hocon(home.Kind, home.ConnectionString, options.JournalParallelism, options.JournalBatch), HoconAddMode.Append)
                    .AddSetup(PersistenceSetup.DataOptions(home.Kind, home.ConnectionString))
                : throw new InvalidOperationException("Akka.Persistence.Sql is set up for one database.");
        var overrides = $"writers = {options.JournalParallelism}, group-rows = {options.JournalBatch}";
        var hocon = JournalSetup.Hocon(DatabaseOf(home), home.ConnectionString, overrides);
        foreach (var other in databases.All.Where(database => database != home))
            hocon = hocon.WithFallback(JournalSetup.FurtherHocon(other.Name, DatabaseOf(other), other.ConnectionString, overrides));
        return akka.AddHocon(hocon, HoconAddMode.Append);
    }

    private static JournalDatabase DatabaseOf(IDatabase database) =>
        database.Kind == DatabaseKind.SQLite ? JournalDatabase.SQLite : JournalDatabase.PostgreSQL;
}
