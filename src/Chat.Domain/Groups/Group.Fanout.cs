using Chat.Domain.Groups.Members;

namespace Chat.Domain.Groups;

/// <summary>
/// New entries to the members who are on line (G3): sent once, as a portion that all who stand at the same place share. What is lost is
/// not sent again but pulled: a member who has not answered in time is told how far the group is, and sees what he misses.
/// </summary>
public sealed partial class Group
{
    private bool _newsAsked;
    private long _newsAskedAt = long.MaxValue;

    /// <summary>A place in the node's queue that leads to nothing for so long is taken again.</summary>
    private const long NewsLostMs = 5_000;

    private long _gatherUntil;
    private long _gatherDue = long.MaxValue;

    /// <summary>Asks for a place in the queue of the fan-out, unless it has one.</summary>
    private void Announce(GroupEffects effects)
    {
        if (_newsAsked) return;
        if (_now < _gatherUntil)
        {
            _gatherDue = _gatherUntil;
            return;
        }

        _gatherDue = long.MaxValue;
        foreach (var member in State.Members.All)
            if (HasNewsFor(member))
            {
                (_newsAsked, _newsAskedAt) = (true, _now);
                effects.HasNews = true;
                return;
            }
    }

    private bool HasNewsFor(GroupMember member) =>
        !member.Live.Dormant && member.Contact.SentUpTo < member.LastVisible(State.Head)
                             && member.Contact.SentUpTo < WindowBase(member) + _limits.FanoutWindow;

    /// <summary>What he has answered for in some way; beyond it he is sent no more than the window.</summary>
    private static long WindowBase(GroupMember member) =>
        Math.Max(member.Contact.Answered, Math.Max(member.Live.Released, member.Live.Delivered));

    /// <summary>The fan-out of the node asks, after <see cref="GroupEffects.HasNews"/>: what is to be sent now; null where that has been settled otherwise.</summary>
    public GroupPortion? NextPortion(long now, GroupEffects effects)
    {
        NoticeTime(now);
        (_newsAsked, _newsAskedAt) = (false, long.MaxValue);
        List<GroupFanoutBatch>? batches = null;
        foreach (var member in State.Members.All)
        {
            if (!HasNewsFor(member)) continue;
            AddTo(batches ??= [], member);
            ExpectAnswer(member, now);
        }

        if (batches is not null) _gatherUntil = now + (long)_limits.FanoutGather.TotalMilliseconds;
        Announce(effects);
        return batches is null ? null : new GroupPortion(_id, batches);
    }

    /// <summary>Into the batch of those who stand at the same place; a new one where nobody does.</summary>
    private void AddTo(List<GroupFanoutBatch> batches, GroupMember member)
    {
        var contact = member.Contact;
        var first = member.NextVisible(contact.SentUpTo);
        var head = member.LastVisible(State.Head);
        var previous = member.PreviousVisible(first);
        if (first < State.Log.TailFrom) previous = first = head; // far behind: he is only told how far the group is, and pulls
        var target = new FanoutTarget(member.User, contact.Token, member.Live.Released, contact.Node) { Unread = UnreadOf(member) };
        foreach (var batch in batches)
            if (batch.Previous == previous && batch.Head == head && StartOf(batch) == first && EndOf(batch) <= member.EndOfStretch(first))
            {
                ((List<FanoutTarget>)batch.Targets).Add(target);
                contact.SentUpTo = EndOf(batch);
                return;
            }

        var entries = previous == first ? [] : Cut(first, Math.Min(head, member.EndOfStretch(first)));
        var made = new GroupFanoutBatch(_id, State.Number, previous, entries, head, new List<FanoutTarget> { target });
        contact.SentUpTo = EndOf(made);
        batches.Add(made);
    }

    private static long StartOf(GroupFanoutBatch batch) => batch.Entries.Count > 0 ? batch.Entries[0].Position : batch.Previous;

    private static long EndOf(GroupFanoutBatch batch) => batch.Entries.Count > 0 ? batch.Entries[^1].Position : batch.Head;

    /// <summary>Entries from the tail, as many as go at once.</summary>
    private GroupEntry[] Cut(long first, long last)
    {
        last = Math.Min(last, first + _limits.EntriesAtOnce - 1);
        var bytes = 0;
        var position = first;
        for (; position <= last; position++)
        {
            bytes += SizeOf(State.Log.Find(position)!);
            if (bytes > _limits.BytesAtOnce && position > first) break;
        }

        var entries = new GroupEntry[position - first];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = State.Log.Find(first + i)!;
        return entries;
    }

    /// <summary>Roughly, for bounds: characters, not bytes.</summary>
    private static int SizeOf(GroupEntry entry) => entry is GroupMessage m ? m.Body.Content.Length + (m.Body.MediaUrl?.Length ?? 0) : 0;
}
