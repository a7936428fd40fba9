using LinqToDB.Mapping;

namespace Chat.Actors.Databases.Tables;

/// <summary>What others see of a user.</summary>
[Table("profiles")]
public sealed record ProfileRow
{
    [Column("slot"), PrimaryKey(0)] public required int Slot { get; init; }

    [Column("user_id"), PrimaryKey(1)] public required string UserId { get; init; }

    /// <summary>Also his login name; null for a user of another issuer.</summary>
    [Column("handle")] public string? Handle { get; init; }

    [Column("display_name")] public string? DisplayName { get; init; }

    [Column("updated_at")] public required long UpdatedAt { get; init; }
}

/// <summary>Who is found by a handle.</summary>
[Table("handles")]
public sealed record HandleRow
{
    [Column("slot"), PrimaryKey(0)] public required int Slot { get; init; }

    [Column("handle"), PrimaryKey(1)] public required string Handle { get; init; }

    [Column("user_id")] public required string UserId { get; init; }
}
