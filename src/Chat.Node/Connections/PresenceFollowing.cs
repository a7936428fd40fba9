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

    /// <summary>The next state is told even if it is the one told last.</summary>
    public void Follow(UserId user) => _told[user] = null;

    public bool Unfollow(UserId user) => _told.Remove(user);

    public bool IsNews(UserPresence presence) => _told.TryGetValue(presence.UserId, out var told) && told != presence;

    public void Told(UserPresence presence) => _told[presence.UserId] = presence;
}
