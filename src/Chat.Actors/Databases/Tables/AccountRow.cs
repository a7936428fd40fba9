using LinqToDB.Mapping;

namespace Chat.Actors.Databases.Tables;

/// <summary>A login name. Times here and in the other tables are Unix milliseconds unless they say otherwise.</summary>
[Table("accounts")]
public sealed record AccountRow
{
    [Column("slot"), PrimaryKey(0)] public required int Slot { get; init; }

    /// <summary>Lower-cased.</summary>
    [Column("name"), PrimaryKey(1)] public required string Name { get; init; }

    [Column("user_id")] public required string UserId { get; init; }

    [Column("password_hash")] public required string PasswordHash { get; init; }

    [Column("created_at")] public required long CreatedAt { get; init; }

    [Column("changed_at")] public required long ChangedAt { get; init; }
}
