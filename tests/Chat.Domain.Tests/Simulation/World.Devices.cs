using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Domain.Users.Conversations;
using Chat.Protocol.Ids;

namespace Chat.Domain.Tests.Simulation;

/// <summary>What all devices of a user must agree about.</summary>
internal sealed partial class World
{
    private static readonly int Sends = new UserLimits().SendsInMemory;
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

    /// <summary>Something was lost between entities and the edge.</summary>
    public bool HasLost { get; private set; }

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

    /// <summary>It is in the journal of its recipient.</summary>
    public void Spoken(UserId to, UserEvents.MessageQueued m) => Spoken(to, m.Sender, m.SenderDevice, m.ClientMessageId, m.MessageId, m.Body);

    public void Spoken(GroupEvents.MessageAccepted m) => Spoken(default, m.Sender, m.SenderDevice, m.ClientMessageId, m.MessageId, m.Body);

    private void Spoken(UserId to, UserId from, DeviceId device, ClientMessageId client, MessageId id, MessageBody body) =>
        _said.Add(id, new Said(from, to, body.Content, _firstSentAt.GetValueOrDefault((from, device, client))));

    /// <summary>Each message takes effect once: it has one place in an inbox.</summary>
    public void Once(UserId user, long position, MessageId id)
    {
        if (Limits.SendsInMemory < Sends) return; // of spilled sends an echo is not known again: the client knows it
        if (!_places.TryAdd((user, id), position))
            Require(_places[(user, id)] == position, $"{id} has the places {_places[(user, id)]} and {position} in the inbox of {user}");
    }
}
