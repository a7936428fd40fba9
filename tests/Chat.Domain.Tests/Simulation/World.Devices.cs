using Chat.Domain.Connections;
using Chat.Domain.Sends;
using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>What all devices of a user must agree about.</summary>
internal sealed partial class World
{
    private readonly Dictionary<MessageId, Said> _said = [];
    private readonly Dictionary<(UserId, DeviceId, ClientMessageId), long> _firstSentAt = [];
    private readonly Dictionary<(UserId User, MessageId Id), long> _places = [];

    /// <param name="To">None where it is a group.</param>
    /// <param name="BornAt">Virtual time at which its client first sent it.</param>
    private readonly record struct Said(UserId From, UserId To, string Content, long BornAt);

    public void FirstSent(SimDevice device, ClientMessageId id) => _firstSentAt.TryAdd((device.User, device.Id, id), Time.Now);

    /// <summary>A device is shown a message: whoever sees it sees the same.</summary>
    public void Says(MessageId id, MessageBody body) =>
        Require(_said.TryGetValue(id, out var said) && said.Content == body.Content, $"{id} says '{body.Content}', in the journal is '{said.Content}'");

    public UserId PartnerOf(MessageId id, UserId user) => _said[id].From == user ? _said[id].To : _said[id].From;

    public long BornAt(MessageId id) => _said[id].BornAt;

    /// <summary>A user's conversations as far as messages have made them.</summary>
    public HashSet<ConversationPartner> PartnersOf(UserId user)
    {
        HashSet<ConversationPartner> partners = [.. Groups.Select(g => (ConversationPartner)g.Id)];
        foreach (var said in _said.Values)
            if (said.To.Value is not null && (said.From == user || said.To == user)) partners.Add(said.From == user ? said.To : said.From);
        return partners;
    }

    /// <summary>Mutes or archives, once more until there is an answer; what was answered is durable.</summary>
    public void Set(SimEntity of, ConversationPartner with, bool? muted, long? until, bool? archived) => Request(
        to => new UserCommands.SetConversation(of.Id, to, with, muted, until, archived),
        answer =>
        {
            if (answer is ConnectionMessages.ConversationIs { Settings: var settings } && settings != default)
                Require(of.Journal.Exists(e => e is UserEvents.ConversationSet set && set.With == with && set.Settings == settings),
                    $"{of.Id} was told {settings} of {with.Id}, which is in no journal");
        });

    private void Spoken(ISend send, MessageId id) => _said.Add(id, new Said(
        send.Sender, send is UserCommands.SendMessage m ? m.UserId : default, send.Body.Content,
        _firstSentAt.GetValueOrDefault((send.Sender, send.SenderDevice, send.ClientMessageId))));

    /// <summary>Each message takes effect once: it has one place in an inbox.</summary>
    public void Once(UserId user, long position, MessageId id)
    {
        if (!_places.TryAdd((user, id), position))
            Require(_places[(user, id)] == position, $"{id} has the places {_places[(user, id)]} and {position} in the inbox of {user}");
    }
}
