using Chat.Domain.Groups.Members;
using Chat.Domain.History;
using Chat.Domain.Idempotency;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Snapshot.Groups;
using Google.Protobuf;

namespace Chat.Domain.Groups.Snapshots;

/// <summary>The committed state of a group as a snapshot, and back (R3: nothing that is only live). Bodies stay in their rows (R4).</summary>
public static class GroupSnapshots
{
    public static GroupSnapshot Take(GroupState state, bool clean)
    {
        var snapshot = new GroupSnapshot
        {
            Number = state.Number,
            Name = state.Name,
            Creator = state.Creator.Value ?? "",
            CreatedAt = state.CreatedAt,
            Revision = state.Revision,
            Head = state.Head,
            First = state.Log.First,
            LastStamp = state.LastStamp,
            ExpiredUpTo = state.Log.ExpiredUpTo,
            LastMemberNumber = state.Members.LastNumber,
            SendsSpilledAt = state.Sends.SpilledAt,
            ListedRevision = state.ListedRevision,
            Clean = clean,
        };
        if (state.RateLimit.PerSecond is { } limit) snapshot.RateLimit = limit;
        snapshot.RateLimitedAt = state.RateLimit.At;
        snapshot.History = HistorySnapshots.Take(state.History, default, 0);
        snapshot.Members.AddRange(state.Members.All.Select(MemberSnapshots.ToSnapshot));
        snapshot.Invites.AddRange(state.Invites.Values.Select(ToSnapshot));
        snapshot.Log.AddRange(state.Log.Blocks.Select(ToSnapshot));
        long before = 0;
        foreach (var (stamp, sender) in state.Recent.All.TakeLast(RecentMessages.Capacity))
        {
            snapshot.Recent.Add(stamp - before);
            snapshot.Recent.Add(sender);
            before = stamp;
        }

        snapshot.Idempotency.AddRange(state.Sends.Buckets.Select(SendHistoryPacking.Pack));
        return snapshot;
    }

    /// <param name="state">Empty.</param>
    public static void Restore(GroupState state, GroupSnapshot snapshot)
    {
        state.Restore(snapshot.Number, snapshot.Name, new UserId(snapshot.Creator), snapshot.CreatedAt, snapshot.Revision, snapshot.LastStamp);
        state.ListedRevision = snapshot.ListedRevision;
        state.RateLimit = (snapshot.HasRateLimit ? snapshot.RateLimit : null, snapshot.RateLimitedAt);
        state.Log.Restore(snapshot.Head, snapshot.First, snapshot.ExpiredUpTo, snapshot.Log.Select(Restore));
        state.Members.RestoreLastNumber(snapshot.LastMemberNumber);
        if (snapshot.History is { } history) HistorySnapshots.Restore(state.History, history);
        foreach (var member in snapshot.Members)
            state.Members.Restore(MemberSnapshots.Restore(member));
        long stamp = 0;
        for (var i = 0; i + 1 < snapshot.Recent.Count; i += 2)
            state.Recent.Add(stamp += snapshot.Recent[i], (int)snapshot.Recent[i + 1]);
        foreach (var invite in snapshot.Invites)
            state.Invites.Add(invite.Id, Restore(invite));
        SendHistoryPacking.Restore(state.Sends, snapshot.Idempotency, snapshot.SendsSpilledAt, snapshot.Number);
    }

    private static LogBlock ToSnapshot(Log.LogBlock b) => new()
    {
        Position = b.Position, Row = b.Row, At = b.LastAt, Stamp = b.StampBefore, Entries = b.Entries, Bytes = b.Bytes,
    };

    private static Log.LogBlock Restore(LogBlock b) => new(b.Position, b.Row, b.At, b.Stamp) { Entries = b.Entries, Bytes = b.Bytes };

    private static Invite ToSnapshot(Invites.Invite i)
    {
        var invite = new Invite
        {
            Id = i.Id, SecretHash = ByteString.CopyFrom(i.SecretHash.Span), By = i.By.Value, CreatedAt = i.CreatedAt, Uses = i.Uses,
        };
        if (i.ExpiresAt is { } expires) invite.ExpiresAt = expires;
        if (i.MaxUses is { } uses) invite.MaxUses = uses;
        return invite;
    }

    private static Invites.Invite Restore(Invite i) => new(
        i.Id, i.SecretHash.Memory, new UserId(i.By), i.CreatedAt, i.HasExpiresAt ? i.ExpiresAt : null, i.HasMaxUses ? i.MaxUses : null)
    {
        Uses = i.Uses,
    };
}
