using System.Data.Common;

namespace Chat.Actors.Databases;

/// <summary>A failure of a database, and the setting that names the database.</summary>
public sealed class NamedDatabaseException : DbException
{
    public NamedDatabaseException()
    {
    }

    public NamedDatabaseException(string message)
        : base(message)
    {
    }

    public NamedDatabaseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal NamedDatabaseException(IDatabase database, DbException failure)
        : base(failure.Message, failure) => Key = database.Key;

    public string Key { get; } = SqlDatabases.HomeKey;

    public override bool IsTransient => (InnerException as DbException)?.IsTransient ?? false;
}
