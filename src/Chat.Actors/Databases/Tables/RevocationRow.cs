using LinqToDB.Mapping;

namespace Chat.Actors.Databases.Tables;

/// <summary>From when on the tokens of a user or of one of his devices count.</summary>
[Table("revocations")]
public sealed record RevocationRow
{
    /// <summary>The <see cref="DeviceId"/> that stands for all devices.</summary>
    public const string AllDevices = "";

    [Column("slot"), PrimaryKey(0)] public required int Slot { get; init; }

    [Column("user_id"), PrimaryKey(1)] public required string UserId { get; init; }

    [Column("device_id"), PrimaryKey(2)] public required string DeviceId { get; init; }

    /// <summary>Unix seconds: a token with an earlier <c>iat</c> has ended.</summary>
    [Column("valid_from")] public required long ValidFrom { get; init; }

    /// <summary>The device from which all others were signed out; for it <see cref="ExceptFrom"/> counts instead.</summary>
    [Column("except_device")] public string? ExceptDevice { get; init; }

    [Column("except_from")] public long ExceptFrom { get; init; }

    /// <summary>A <c>RevocationReason</c>.</summary>
    [Column("reason")] public required int Reason { get; init; }

    /// <summary>1 until the user's entity has confirmed it, which closes the connections.</summary>
    [Column("pending")] public required int Pending { get; init; }
}
