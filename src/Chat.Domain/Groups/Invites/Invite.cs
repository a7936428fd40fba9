using System.Security.Cryptography;
using System.Text;
using Chat.Domain.Connections;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups.Invites;

/// <summary>A link by which people add themselves. Only the hash of its secret is kept. Times are Unix milliseconds.</summary>
public sealed class Invite(string id, ReadOnlyMemory<byte> secretHash, UserId by, long createdAt, long? expiresAt, int? maxUses)
{
    private const int IdBytes = 8;

    public string Id { get; } = id;
    public ReadOnlyMemory<byte> SecretHash { get; } = secretHash;
    public UserId By { get; } = by;
    public long CreatedAt { get; } = createdAt;
    public long? ExpiresAt { get; } = expiresAt;
    public int? MaxUses { get; } = maxUses;
    public int Uses { get; set; }

    public bool IsUsableAt(long now) => (ExpiresAt is null || ExpiresAt > now) && (MaxUses is null || Uses < MaxUses);

    public InviteInfo ToInfo() => new(Id, By, CreatedAt, ExpiresAt, MaxUses, Uses);

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>Whoever makes the secret knows the name, too; the other way round it is of no use.</summary>
    public static string NameOf(ReadOnlySpan<byte> secretHash) => Convert.ToHexStringLower(secretHash[..IdBytes]);
}
