using LinqToDB.Mapping;

namespace Chat.Actors.Databases.Tables;

/// <summary>A refresh token by its hash.</summary>
[Table("refresh_tokens")]
public sealed record RefreshTokenRow
{
    [Column("slot"), PrimaryKey(0)] public required int Slot { get; init; }

    /// <summary>SHA-256 of the token's text.</summary>
    [Column("token_hash"), PrimaryKey(1)] public required byte[] TokenHash { get; init; }

    [Column("user_id")] public required string UserId { get; init; }

    [Column("device_id")] public required string DeviceId { get; init; }

    /// <summary>All tokens that go back to the same sign-in; they end together.</summary>
    [Column("family")] public required string Family { get; init; }

    [Column("issued_at")] public required long IssuedAt { get; init; }

    [Column("expires_at")] public required long ExpiresAt { get; init; }

    /// <summary>When its successor was given out; null for the current one.</summary>
    [Column("rotated_at")] public long? RotatedAt { get; init; }
}
