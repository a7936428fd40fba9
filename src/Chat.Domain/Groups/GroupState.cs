using System.Text;
using Chat.Domain.Groups.Invites;
using Chat.Domain.Groups.Log;
using Chat.Domain.Groups.Members;
using Chat.Domain.History;
using Chat.Domain.Idempotency;
using Chat.Protocol.Ids;

namespace Chat.Domain.Groups;

/// <summary>
/// What the journal says about a group. It changes only here, in <see cref="Apply"/>, which persist handlers and recovery call alike (R3);
/// the live places of members ride along and never lag behind their committed ones.
/// </summary>
public sealed class GroupState(GroupId id, GroupLimits limits)
{
    public GroupId Id => id;

    /// <summary>The entity's own number, 0 until it is created (M3).</summary>
    public long Number { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Who created it: the same wish again is answered as it was.</summary>
    public UserId Creator { get; private set; }

    /// <summary>Unix milliseconds.</summary>
    public long CreatedAt { get; private set; }

    /// <summary>Counts changes of name, members and rights.</summary>
    public long Revision { get; private set; }

    /// <summary>Stamp of the last message id that was allocated.</summary>
    public long LastStamp { get; private set; }

    public GroupLog Log { get; } = new(limits.BodiesInMemory);
    public MemberTable Members { get; } = new();
    public RecentMessages Recent { get; } = new();

    /// <summary>Revision up to which the table of groups and members is known to have it; not an event: at worst it is written once more.</summary>
    public long ListedRevision { get; set; }

    /// <summary>The newest message where it is in memory: the log lets go of what everybody has.</summary>
    public GroupMessage? Newest { get; private set; }
    public Dictionary<string, Invite> Invites { get; } = [];
    public SendHistory Sends { get; } = new(limits.DedupWindow, limits.SendsInMemory);

    /// <summary>Kept while some member keeps it; what was accepted until then stays owed.</summary>
    public HistoryProgress History { get; } = new();

    /// <summary>Messages a second that it takes, as an operator has decided; null: no limit. And when he has, Unix milliseconds.</summary>
    public (int? PerSecond, long At) RateLimit { get; set; }

    public bool IsCreated => Number != 0;

    public long Head => Log.Head;

    public void Apply(GroupEvent @event, long sequenceNr)
    {
        if (@event is GroupEntryEvent entry) Append(entry, sequenceNr);
        if (@event is GroupChangeEvent change) Revision = change.Revision;
        switch (@event)
        {
            case GroupEvents.MessageAccepted e: Apply(e, sequenceNr); break;
            case GroupEvents.WatermarksAdvanced e: Apply(e.Watermarks); break;
            case GroupEvents.GroupCreated e: Apply(e); break;
            case GroupEvents.Renamed e: Name = e.Name; break;
            case GroupEvents.MembersAdded e: Apply(e); break;
            case GroupEvents.MemberRemoved e: Members.Leave(e.Member, e.Position, e.At); break;
            case GroupEvents.MemberLeft e: Members.Leave(e.Member, e.Position, e.At); break;
            case GroupEvents.RoleChanged e: Apply(e); break;
            case GroupEvents.MemberMuted e: Mute(e.Member, true, e.Until); break;
            case GroupEvents.MemberUnmuted e: Mute(e.Member, false, null); break;
            case GroupEvents.InviteCreated e:
                Invites[e.Invite] = new Invite(e.Invite, e.SecretHash, e.By, e.At, e.ExpiresAt, e.MaxUses);
                break;
            case GroupEvents.InviteRevoked e: Invites.Remove(e.Invite); break;
            case GroupEvents.EntriesExpired e:
                Log.Expire(e.UpTo);
                Members.ForgetFormer(e.At);
                Log.Release(Members.Released(Log.Head));
                break;
            case GroupEvents.RateLimited e: RateLimit = (e.PerSecond, e.At); break;
            case GroupEvents.SendsSpilled e: Sends.Spilled(e.UpToRow, e.NewestAt); break;
            default: throw new InvalidOperationException($"An event of type {@event.GetType().Name} is not known to this version.");
        }

        if (@event is GroupEvents.MessageAccepted message)
        {
            if (message.Watermarks is not null) History.Switch(Members.KeepHistory, forget: false);
            History.Row(sequenceNr);
        }
        else
        {
            History.Switch(Members.KeepHistory, forget: false);
        }
    }

    private void Append(GroupEntryEvent e, long sequenceNr) => Log.Append(
        e.ToEntry(), sequenceNr, e is GroupEvents.MessageAccepted m ? BytesOf(m) : 0, LastStamp);

    private void Apply(GroupEvents.MessageAccepted e, long sequenceNr)
    {
        LastStamp = Math.Max(LastStamp, e.MessageId.Stamp);
        Sends.Add(e.Key, new SendRecord(e.Fingerprint, e.MessageId, e.At), sequenceNr);
        var sender = Members.Find(e.Sender);
        sender?.Latest.Add(e.Position, e.MessageId.Stamp, limits.ReceiptsPerMember);
        Newest = (GroupMessage)e.ToEntry();
        Recent.Add(e.MessageId.Stamp, sender?.Number ?? 0);
        foreach (var member in Members.All)
            if (member.IsMember && member != sender)
                member.CountUnread();
        if (e.Watermarks is { } watermarks) Apply(watermarks);
    }

    private void Apply(GroupEvents.GroupCreated e)
    {
        (Number, Name, Creator, CreatedAt) = (e.Number, e.Name, e.Owner, e.At);
        Members.Join(e.Owner, GroupRole.Owner, e.Position, e.At);
        foreach (var member in e.Members)
            Members.Join(member, GroupRole.Member, e.Position, e.At);
    }

    private void Apply(GroupEvents.MembersAdded e)
    {
        foreach (var member in e.Members)
            Members.Join(member, GroupRole.Member, e.Position, e.At);
        if (e.Invite is not null && Invites.TryGetValue(e.Invite, out var invite)) invite.Uses++;
    }

    private void Apply(GroupEvents.RoleChanged e)
    {
        if (Members.FindMember(e.Member) is not { } member) return;
        if (e.Role == GroupRole.Owner && Members.Owner is { } before) before.Role = GroupRole.Admin;
        member.Role = e.Role;
        if (e.Role == GroupRole.Owner) (member.Muted, member.MutedUntil) = (false, null); // nobody could undo it
    }

    private void Mute(UserId user, bool muted, long? until)
    {
        if (Members.FindMember(user) is not { } member) return;
        (member.Muted, member.MutedUntil) = (muted, until);
    }

    private void Apply(GroupWatermarks watermarks)
    {
        foreach (var marks in watermarks.Members)
        {
            if (Members.Find(marks.Member) is not { } member) continue;
            var read = member.Committed.Read;
            member.Commit(marks);
            if (member.Committed.Read > read) member.ReadUpTo(member.Committed.Read, LastStamp, Recent);
        }

        Members.ForgetFormer(leftBefore: 0);
        Log.Release(Members.Released(Log.Head));
    }

    /// <summary>Takes a snapshot's values; called once, before any event is applied.</summary>
    public void Restore(long number, string name, UserId creator, long createdAt, long revision, long lastStamp)
    {
        (Number, Name, Creator) = (number, name, creator);
        (CreatedAt, Revision, LastStamp) = (createdAt, revision, lastStamp);
    }

    private static int BytesOf(GroupEvents.MessageAccepted e) =>
        Encoding.UTF8.GetByteCount(e.Body.Content) + (e.Body.MediaUrl is null ? 0 : Encoding.UTF8.GetByteCount(e.Body.MediaUrl));
}
