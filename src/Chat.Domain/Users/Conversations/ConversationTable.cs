using Chat.Protocol.Ids;

namespace Chat.Domain.Users.Conversations;

/// <summary>
/// The conversations of a user, by number and by peer. One that was opened by an event still on its way to the journal is here
/// already, not yet committed; if that write fails, its number is never used, so numbers may have gaps.
/// </summary>
public sealed class ConversationTable
{
    private readonly List<Conversation?> _byNumber = [];
    private Dictionary<ConversationPartner, Conversation>? _byPartner; // made when a linear look would be slow

    public IEnumerable<Conversation> All => _byNumber.Where(c => c is not null)!;

    public int Count => _byNumber.Count;

    public Conversation? Find(int number) => number >= 1 && number <= _byNumber.Count ? _byNumber[number - 1] : null;

    public Conversation? Find(ConversationPartner with)
    {
        if (_byPartner is not null) return _byPartner.GetValueOrDefault(with);
        foreach (var conversation in _byNumber)
            if (conversation is not null && conversation.With == with)
                return conversation;
        return null;
    }

    /// <summary>The conversation with the peer or group; a new one takes the next number.</summary>
    public Conversation FindOrOpen(ConversationPartner with) => Find(with) ?? Add(_byNumber.Count + 1, with);

    /// <summary>The conversation that an event names; opened under that number where it is new.</summary>
    public Conversation Committed(int number, ConversationPartner with)
    {
        var conversation = Find(number) ?? Add(number, with);
        if (conversation.With != with)
            throw new InvalidOperationException($"Conversation {number} belongs to another partner.");
        conversation.IsCommitted = true;
        return conversation;
    }

    private Conversation Add(int number, ConversationPartner with)
    {
        while (_byNumber.Count < number)
            _byNumber.Add(null);
        var conversation = new Conversation(number, with);
        _byNumber[number - 1] = conversation;
        if (_byPartner is not null) _byPartner.Add(with, conversation);
        else if (_byNumber.Count > 8) _byPartner = All.ToDictionary(c => c.With);
        return conversation;
    }
}
