using System.Text.Json;
using Chat.Actors.Databases;

namespace Chat.Bench.Journals;

internal enum JournalKind
{
    /// <summary>Akka.Persistence.Sql, as the node sets it up.</summary>
    Stock,

    /// <summary>Chat.Journal.</summary>
    Ours,
}

internal enum JournalPart
{
    /// <summary>Events appended in a closed loop.</summary>
    Append,

    /// <summary>Entities recovered, all asked for at once.</summary>
    WakeUps,
}

/// <summary>What the process that writes is told, as one argument: a journal has a process of its own, so that its CPU is nobody else's.</summary>
/// <param name="ConnectionString">As the node gives it to its journal; the tables are there.</param>
/// <param name="DatabasePid">The postmaster; null where the database lives in the writer's process.</param>
/// <param name="Entities">That append.</param>
/// <param name="Outstanding">Commands under way over all entities; measured one after the other.</param>
/// <param name="Cold">Entities to wake, a measurement each.</param>
internal sealed record JournalSpec(
    JournalKind Journal, DatabaseKind Database, JournalPart Part, string ConnectionString, int? DatabasePid, int Entities,
    IReadOnlyList<int> Outstanding, TimeSpan WarmUp, TimeSpan Measured, IReadOnlyList<ColdEntities> Cold)
{
    public string ToJson() => JsonSerializer.Serialize(this);

    public static JournalSpec Parse(string json) => JsonSerializer.Deserialize<JournalSpec>(json)!;
}
