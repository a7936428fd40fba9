using Chat.Actors.Databases.Slots;

namespace Chat.Actors.Databases;

public enum DatabaseKind
{
    SQLite,
    PostgreSQL,
}

/// <summary>What the host says about the database.</summary>
/// <param name="ConnectionString">Of PostgreSQL; for SQLite it may be empty: the file is then <c>chat.db</c> in the data folder.</param>
/// <param name="DataFolder">Made where it does not exist.</param>
public sealed record DatabaseOptions(DatabaseKind Kind, string ConnectionString, string DataFolder)
{
    /// <summary>The lock on the data folder, which only SQLite needs (R2): PostgreSQL fences by itself.</summary>
    public string LockFile => Path.Combine(DataFolder, "node.lock");

    public string SqliteFile => Path.Combine(DataFolder, "chat.db");

    /// <summary>Further PostgreSQL databases and what they have; the one above is home to all other slots.</summary>
    public IReadOnlyList<OtherDatabase> Others { get; init; } = [];
}

/// <summary>A database beside the home database.</summary>
/// <param name="Slots">None: it is being emptied, or will be filled.</param>
public sealed record OtherDatabase(string ConnectionString, SlotSet Slots);

/// <summary>The database cannot be used, and why, in one line for the operator.</summary>
public sealed class DatabaseStartException : Exception
{
    public DatabaseStartException()
    {
    }

    public DatabaseStartException(string message)
        : base(message)
    {
    }

    public DatabaseStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
