using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Connections;

/// <summary>
/// The users whose presence one connection follows, and what it was last told of each: a lease that is renewed is answered with the
/// present state, which is mostly no news. Guarded by the connection's lock.
/// </summary>
internal sealed class PresenceFollowing
{
    private readonly Dictionary<UserId, UserPresence?> _told = [];

    // Asked after since their entity has answered last; null where that is nobody.
    private HashSet<UserId>? _unanswered;

    public int Count => _told.Count;

    public IReadOnlyCollection<UserId> Users => _told.Keys;

    public bool WouldExceed(IReadOnlyList<UserId> users, int limit)
    {
        var more = 0;
        foreach (var user in users)
        {
            if (!_told.ContainsKey(user))
                more++;
        }

        return _told.Count + more > limit;
    }

    public IReadOnlyCollection<UserId> Unanswered => _unanswered ?? (IReadOnlyCollection<UserId>)[];

    /// <summary>The next state is told even if it is the one told last.</summary>
    public void Follow(UserId user) => _told[user] = null;

    public bool Unfollow(UserId user)
    {
        Answered(user);
        return _told.Remove(user);
    }

    /// <returns>False where the user is not followed.</returns>
    public bool Ask(UserId user)
    {
        if (!_told.ContainsKey(user)) return false;
        (_unanswered ??= []).Add(user);
        return true;
    }

    public void Answered(UserId user)
    {
        if (_unanswered?.Remove(user) == true && _unanswered.Count == 0) _unanswered = null;
    }

    public bool IsNews(UserPresence presence) => _told.TryGetValue(presence.UserId, out var told) && told != presence;

    public void Told(UserPresence presence) => _told[presence.UserId] = presence;
}
