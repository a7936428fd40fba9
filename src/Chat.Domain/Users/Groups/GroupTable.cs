using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Groups;

/// <summary>
/// The groups whose messages the user may have, longest known first. Of most there is only name and number, by which a read message finds
/// its group; beyond a bound the longest known of those are forgotten.
/// </summary>
public sealed class GroupTable
{
    private readonly List<KnownGroup> _groups = new(0);
    private Dictionary<GroupId, KnownGroup>? _byId; // made when a linear look would be slow

    private const int MaxPlain = 1_000;

    public IReadOnlyList<KnownGroup> All => _groups;

    public KnownGroup? Find(GroupId id)
    {
        if (_byId is not null) return _byId.GetValueOrDefault(id);
        foreach (var group in _groups)
            if (group.Id == id)
                return group;
        return null;
    }

    public KnownGroup? Find(long number)
    {
        foreach (var group in _groups)
            if (group.Number == number)
                return group;
        return null;
    }

    public void Note(UserEvents.GroupNewsNoted e)
    {
        var group = FindOrAdd(e.Group, e.GroupNumber);
        group.Noted = true;
        group.Cursors = e.Cursors;
        (group.Unread, group.Latest, group.CountedAt) = (e.Unread, e.Latest, e.CountedAt);
    }

    public void Commit(GroupMarks marks)
    {
        var group = FindOrAdd(marks.Group, marks.Number);
        group.Noted = marks.Noted;
        group.Read = marks.Read;
        group.HistoryTold = marks.HistoryTold;
        group.Cursors = marks.Cursors;
        (group.Unread, group.Latest, group.CountedAt) = (marks.Unread, marks.Latest, marks.CountedAt);
    }

    public void AddDevice(int device)
    {
        foreach (var group in _groups)
            group.AddDevice(device);
    }

    public void RemoveDevice(int device)
    {
        foreach (var group in _groups)
            group.RemoveDevice(device);
    }

    public void Restore(KnownGroup group) => Add(group);

    private KnownGroup FindOrAdd(GroupId id, long number)
    {
        var known = Find(id);
        if (known is not null && known.Number == number) return known;
        if (known is not null) Remove(known);
        else if (_groups.Count >= MaxPlain && _groups.Find(g => g.IsPlain) is { } oldest) Remove(oldest);
        return Add(new KnownGroup(id, number));
    }

    private KnownGroup Add(KnownGroup group)
    {
        _groups.Add(group);
        if (_byId is not null) _byId.Add(group.Id, group);
        else if (_groups.Count > 8) _byId = _groups.ToDictionary(g => g.Id);
        return group;
    }

    private void Remove(KnownGroup group)
    {
        _groups.Remove(group);
        _byId?.Remove(group.Id);
    }
}
