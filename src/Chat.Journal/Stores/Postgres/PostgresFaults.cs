using System.Net.Sockets;
using Npgsql;

namespace Chat.Journal.Stores.Postgres;

/// <summary>SQLSTATE classes, and what they mean for a write.</summary>
internal static class PostgresFaults
{
    public static Fault Of(Exception failure) => failure switch
    {
        PostgresException { SqlState: "57014" or "55P03" or "40P01" or "40001" } => Fault.Contention, // timed out, locked, deadlock, serialization
        PostgresException e => e.SqlState[..2] switch
        {
            "21" or "22" or "23" or "54" => Fault.Row, // cardinality, value, constraint, too large
            "42" or "3F" or "0A" => Fault.Setup, // no such table, column or schema
            _ => Fault.Database, // 08 connection, 25 read-only, 28 not let in, 53 full, 57 stopped, …
        },
        NpgsqlException { InnerException: InvalidCastException or ArgumentException } => Fault.Row,
        NpgsqlException or SocketException or IOException or TimeoutException or OperationCanceledException or ObjectDisposedException => Fault.Database,
        ArgumentException or InvalidCastException => Fault.Row, // a value that the driver cannot encode, as half a surrogate pair
        _ => Fault.Setup,
    };
}
