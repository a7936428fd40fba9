using Microsoft.Data.Sqlite;

namespace Chat.Journal.Stores.Sqlite;

/// <summary>SQLite's result codes, and what they mean for a write.</summary>
internal static class SqliteFaults
{
    public static Fault Of(Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: 18 or 19 or 20 } => Fault.Row, // TOOBIG, CONSTRAINT, MISMATCH
        SqliteException { SqliteErrorCode: 1 or 11 or 26 } => Fault.Setup, // ERROR (no such table), CORRUPT, NOTADB
        SqliteException or OperationCanceledException => Fault.Database, // BUSY, LOCKED, IOERR, FULL, READONLY, CANTOPEN, …
        ArgumentException or InvalidOperationException or InvalidCastException => Fault.Row, // a value that the driver cannot bind
        _ => Fault.Setup,
    };
}
