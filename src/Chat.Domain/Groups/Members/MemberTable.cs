using Chat.Protocol.Ids;

namespace Chat.Domain.Groups.Members;

/// <summary>Members and those former ones who still have something to fetch, in order of their numbers.</summary>
public sealed class MemberTable
{
    private readonly List<GroupMember> _all = [];
    private readonly Dictionary<UserId, GroupMember> _byUser = [];

    public IReadOnlyList<GroupMember> All => _all;

    /// <summary>Members at present.</summary>
    public int Count { get; private set; }

    public int LastNumber { get; private set; }

    /// <summary>Null where there is no member any more.</summary>
    public GroupMember? Owner => _all.Find(m => m.Role == GroupRole.Owner);

    public GroupMember? Find(UserId user) => _byUser.GetValueOrDefault(user);

    public GroupMember? Find(int number)
    {
        int low = 0, high = _all.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_all[middle].Number == number) return _all[middle];
            if (_all[middle].Number < number) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    /// <summary>A member at present, not a former one.</summary>
    public GroupMember? FindMember(UserId user) => Find(user) is { IsMember: true } member ? member : null;

    /// <summary>A former member who comes back while he has his place keeps it, and gets a second stretch.</summary>
    public void Join(UserId user, GroupRole role, long position, long at)
    {
        var member = Find(user);
        if (member is { IsMember: true }) return;
        if (member is null) Add(member = new GroupMember(++LastNumber, user, at));
        member.Join(position, at);
        member.Role = role;
        Count++;
    }

    public void Leave(UserId user, long position, long at)
    {
        if (FindMember(user) is not { } member) return;
        member.Leave(position, at);
        Count--;
    }

    /// <summary>Former members go once they have their last entry, or have left before the time.</summary>
    public void ForgetFormer(long leftBefore)
    {
        for (var i = _all.Count - 1; i >= 0; i--)
        {
            var member = _all[i];
            if (member.IsMember || member.Committed.Released < member.Intervals[^1].Leave && member.LeftAt >= leftBefore) continue;
            _all.RemoveAt(i);
            _byUser.Remove(member.User);
        }
    }

    /// <summary>What everybody has.</summary>
    public long Released(long head)
    {
        var released = head;
        foreach (var member in _all)
            released = Math.Min(released, member.Committed.Released);
        return released;
    }

    /// <summary>The longest-serving admin, else the longest-serving member: who owns the group when its owner leaves.</summary>
    public GroupMember? Successor(GroupMember owner)
    {
        GroupMember? best = null;
        foreach (var member in _all)
            if (member.IsMember && member != owner && (best is null || Serves(member, best)))
                best = member;
        return best;
    }

    /// <summary>Some member keeps history.</summary>
    public bool KeepHistory
    {
        get
        {
            foreach (var member in _all)
                if (member is { IsMember: true, Committed.History.On: true })
                    return true;
            return false;
        }
    }

    public void Restore(GroupMember member)
    {
        Add(member);
        if (member.IsMember) Count++;
    }

    public void RestoreLastNumber(int number) => LastNumber = number;

    private static bool Serves(GroupMember one, GroupMember other) =>
        one.Role != other.Role ? one.Role > other.Role
        : one.JoinedAt != other.JoinedAt ? one.JoinedAt < other.JoinedAt
        : one.Number < other.Number;

    private void Add(GroupMember member)
    {
        _all.Add(member);
        _byUser.Add(member.User, member);
    }
}
