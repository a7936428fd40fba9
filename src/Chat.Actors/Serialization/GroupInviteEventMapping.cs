using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Google.Protobuf;
using Stored = Chat.Protocol.Schema.Journal.Groups;

namespace Chat.Actors.Serialization;

/// <summary>The events about invites to a group.</summary>
internal static class GroupInviteEventMapping
{
    public static Stored.InviteCreated ToSchema(GroupEvents.InviteCreated e)
    {
        var result = new Stored.InviteCreated
        {
            Invite = e.Invite, SecretHash = UnsafeByteOperations.UnsafeWrap(e.SecretHash), By = e.By.Value, At = e.At,
        };
        if (e.ExpiresAt is { } expires) result.ExpiresAt = expires;
        if (e.MaxUses is { } uses) result.MaxUses = uses;
        return result;
    }

    public static GroupEvents.InviteCreated ToDomain(Stored.InviteCreated m) => new(
        m.Invite, m.SecretHash.Memory, new UserId(m.By), m.HasExpiresAt ? m.ExpiresAt : null, m.HasMaxUses ? m.MaxUses : null, m.At);

    public static Stored.InviteRevoked ToSchema(GroupEvents.InviteRevoked e) => new() { Invite = e.Invite, By = e.By.Value, At = e.At };

    public static GroupEvents.InviteRevoked ToDomain(Stored.InviteRevoked m) => new(m.Invite, new UserId(m.By), m.At);
}
