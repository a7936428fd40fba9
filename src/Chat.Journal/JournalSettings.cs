using Akka.Configuration;

namespace Chat.Journal;

/// <summary>The section of a journal, read once. A value that makes no sense stops the start, and says which one it is.</summary>
internal sealed record JournalSettings
{
    public required JournalDatabase Database { get; init; }
    public required string ConnectionString { get; init; }
    public required int Writers { get; init; }
    public required int GroupRows { get; init; }
    public required long GroupBytes { get; init; }
    public required int QueueRows { get; init; }
    public required long QueueBytes { get; init; }
    public required TimeSpan GiveUpAfter { get; init; }
    public required TimeSpan StatementTimeout { get; init; }
    public required int Readers { get; init; }
    public required int ReadEntities { get; init; }
    public required int ReadEvents { get; init; }
    public required TimeSpan DeleteAfter { get; init; }
    public required int DeleteRows { get; init; }
    public required TimeSpan DeletePause { get; init; }

    /// <exception cref="ConfigurationException">Names the setting and what it takes.</exception>
    public static JournalSettings Of(string section, Config config)
    {
        if (!Enum.TryParse<JournalDatabase>(config.GetString("database"), ignoreCase: true, out var database))
            throw new ConfigurationException($"{section}.database: \"{config.GetString("database")}\" is neither SQLite nor PostgreSQL");
        var settings = new JournalSettings
        {
            Database = database,
            ConnectionString = config.GetString("connection-string"),
            Writers = database == JournalDatabase.SQLite ? 1 : AtLeast(1, "writers"),
            GroupRows = AtLeast(1, "group-rows"),
            GroupBytes = AtLeast(1, "group-bytes"),
            QueueRows = AtLeast(1, "queue-rows"),
            QueueBytes = AtLeast(1, "queue-bytes"),
            GiveUpAfter = config.GetTimeSpan("give-up-after"),
            StatementTimeout = config.GetTimeSpan("statement-timeout"),
            Readers = AtLeast(1, "readers"),
            ReadEntities = AtLeast(1, "read-entities"),
            ReadEvents = AtLeast(1, "read-events"),
            DeleteAfter = config.GetTimeSpan("delete-after"),
            DeleteRows = AtLeast(1, "delete-rows"),
            DeletePause = config.GetTimeSpan("delete-pause"),
        };
        if (string.IsNullOrEmpty(settings.ConnectionString))
            throw new ConfigurationException($"{section}.connection-string is empty");
        if (settings.StatementTimeout <= TimeSpan.Zero)
            throw new ConfigurationException($"{section}.statement-timeout must be longer than 0");
        if (settings.DeleteAfter != TimeSpan.Zero && settings.DeleteAfter <= settings.StatementTimeout)
            throw new ConfigurationException(
                $"{section}.delete-after must be longer than statement-timeout ({settings.StatementTimeout}): a stalled insert must not outlive the rows that refuse it");
        return settings;

        int AtLeast(int least, string name) => config.GetInt(name) is var value && value >= least
            ? value
            : throw new ConfigurationException($"{section}.{name}: {value} is less than {least}");
    }
}
