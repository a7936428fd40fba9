using Chat.Actors.Databases.Slots;
using Chat.Actors.Hosting;
using Npgsql;

namespace Chat.Node.Configuration;

/// <summary>What the map of slots must hold. Connection strings are compared and never shown: they hold passwords.</summary>
internal static class DatabaseRules
{
    public static IEnumerable<(string Path, string Text)> MistakesIn(DatabaseSettings settings)
    {
        var others = settings.Others;
        if (others.Count == 0) yield break;
        if (settings.Provider != DatabaseProvider.PostgreSQL)
            yield return ("Database:Others", "further databases need Chat__Database__Provider=PostgreSQL; SQLite is one file with all slots.");
        if (settings.Journal != JournalKind.Chat)
            yield return ("Database:Journal", "AkkaPersistenceSql is for one database; several (Chat__Database__Others) need Chat.");
        var servers = new Dictionary<(string?, int, string?), string> { [ServerOf(settings.ConnectionString)] = "Chat__Database__ConnectionString" };
        var taken = SlotSet.None;
        for (var i = 0; i < others.Count; i++)
        {
            var path = $"Database:Others:{i}";
            if (others[i].ConnectionString.Trim().Length == 0)
                yield return ($"{path}:ConnectionString", "is empty; such as Host=db2;Database=chat;Username=chat;Password=….");
            else if (!servers.TryAdd(ServerOf(others[i].ConnectionString), $"Chat__Database__Others__{i}__ConnectionString"))
                yield return ($"{path}:ConnectionString", $"is the same database as {servers[ServerOf(others[i].ConnectionString)]}.");

            if (!SlotSet.TryParse(others[i].Slots, out var slots, out var mistake))
                yield return ($"{path}:Slots", mistake);
            else if (slots.And(taken) is { IsEmpty: false } both)
                yield return ($"{path}:Slots", $"slots {both} are given to a database before it, too.");
            taken = taken.Or(slots);
        }
    }

    /// <summary>What tells databases apart; two names of one server are only found out by the databases themselves, at the start.</summary>
    private static (string? Host, int Port, string? Database) ServerOf(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            return (builder.Host?.ToUpperInvariant(), builder.Port, builder.Database ?? builder.Username);
        }
        catch (ArgumentException)
        {
            return (connectionString, 0, null); // told when it is used
        }
    }
}
