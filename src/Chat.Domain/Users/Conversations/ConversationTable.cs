using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Conversations;

/// <summary>
/// The conversations of a user, by number and by peer. One that was opened by an event still on its way to the journal is here
/// already, not yet committed; if that write fails, its number is never used, so numbers may have gaps.
/// </summary>
public sealed class ConversationTable
{
    private readonly List<Conversation?> _byNumber = [];
    private Dictionary<UserId, Conversation>? _byPeer; // made when a linear look would be slow

    public IEnumerable<Conversation> All => _byNumber.Where(c => c is not null)!;

    public int Count => _byNumber.Count;

    public Conversation? Find(int number) => number >= 1 && number <= _byNumber.Count ? _byNumber[number - 1] : null;

    public Conversation? Find(UserId peer)
    {
        if (_byPeer is not null) return _byPeer.GetValueOrDefault(peer);
        foreach (var conversation in _byNumber)
            if (conversation is not null && conversation.Peer == peer)
                return conversation;
        return null;
    }

    /// <summary>The conversation with the peer; a new one takes the next number.</summary>
    public Conversation FindOrOpen(UserId peer) => Find(peer) ?? Add(_byNumber.Count + 1, peer);

    /// <summary>The conversation that an event names; opened under that number where it is new.</summary>
    public Conversation Committed(int number, UserId peer)
    {
        var conversation = Find(number) ?? Add(number, peer);
        if (conversation.Peer != peer)
            throw new InvalidOperationException($"Conversation {number} belongs to another peer.");
        conversation.IsCommitted = true;
        return conversation;
    }

    private Conversation Add(int number, UserId peer)
    {
        while (_byNumber.Count < number)
            _byNumber.Add(null);
        var conversation = new Conversation(number, peer);
        _byNumber[number - 1] = conversation;
        if (_byPeer is not null) _byPeer.Add(peer, conversation);
        else if (_byNumber.Count > 8) _byPeer = All.ToDictionary(c => c.Peer);
        return conversation;
    }
}
