using System.Text.Json;
using Chat.Faults.Tests.Checking;

namespace Chat.Faults.Tests.Traffic;

/// <summary>When the owner of a phone writes and to whom, what he reads, and when he is away.</summary>
internal sealed class PhoneHabits(CastDevice device, PhoneWorld world, Random random)
{
    /// <summary>Who has so much on its way waits.</summary>
    private const int MostUnacked = 16;

    private static readonly TimeSpan BetweenMessages = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan BetweenAbsences = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan ReadsWithin = TimeSpan.FromSeconds(3);

    private readonly List<(TimeSpan Due, Conversation Conversation, string MessageId)> _toRead = [];
    private readonly Dictionary<Conversation, string> _read = [];
    private int _written;
    private TimeSpan _nextMessage;
    private TimeSpan _leaves;

    /// <summary>Puts into the outbox what is written by now.</summary>
    public void Write(Outbox outbox, TimeSpan now)
    {
        if (!world.IsLively || now < _nextMessage) return;
        if (_nextMessage > TimeSpan.Zero && outbox.Count < MostUnacked)
        {
            var groups = world.Ledger.Cast.GroupsOf(device.User);
            var peers = world.Ledger.Cast.PeersOf(device.User);
            var conversation = groups.Count > 0 && random.Next(3) == 0
                ? Conversation.OfGroup(groups[random.Next(groups.Count)])
                : Conversation.Of(device.User, peers[random.Next(peers.Count)]);
            var id = $"{device}.{++_written}";
            outbox.Add(world.Ledger.Written(id, device, conversation, _written), Frame(id, conversation));
        }

        _nextMessage = now + Exponential(BetweenMessages);
    }

    /// <summary>The client id of which a message is, by its content.</summary>
    public static string ClientIdIn(string content) => content[..content.IndexOf(' ', StringComparison.Ordinal)];

    public void Got(Conversation conversation, string messageId, TimeSpan now)
    {
        if (random.Next(2) == 0) _toRead.Add((now + ReadsWithin * random.NextDouble(), conversation, messageId));
    }

    /// <summary>Something that has come is still to be read.</summary>
    public bool IsReading => _toRead.Count > 0;

    /// <summary>Message ids that the owner has read by now and has not said so.</summary>
    public string[] TakeRead(TimeSpan now)
    {
        var due = _toRead.Where(r => r.Due <= now).ToList();
        if (due.Count == 0) return [];
        _toRead.RemoveAll(r => r.Due <= now);
        foreach (var (_, conversation, id) in due)
        {
            if (string.CompareOrdinal(id, _read.GetValueOrDefault(conversation, "")) > 0) _read[conversation] = id;
            world.Ledger.Read(device.User, conversation, id);
        }

        return [.. due.Select(r => r.MessageId)];
    }

    /// <summary>Up to where he has read in each conversation: said again after a reconnect.</summary>
    public string[] AllRead => [.. _read.Values];

    /// <summary>How long he stays away from now on; null where he stays. A phone that has just come stays for a while.</summary>
    public TimeSpan? Leaves(TimeSpan now)
    {
        if (!world.IsLively) return null;
        if (_leaves == TimeSpan.Zero) _leaves = now + Exponential(BetweenAbsences);
        if (now < _leaves) return null;
        _leaves = TimeSpan.Zero;
        return TimeSpan.FromSeconds(1 + 9 * random.NextDouble());
    }

    /// <summary>Whether he says goodbye.</summary>
    public bool IsPolite => random.Next(2) == 0;

    private TimeSpan Exponential(TimeSpan mean) => mean * -Math.Log(1 - random.NextDouble());

    private byte[] Frame(string id, Conversation conversation)
    {
        var content = $"{id} says hello";
        return conversation.IsGroup
            ? JsonSerializer.SerializeToUtf8Bytes(new
            {
                type = "group_message", client_message_id = id,
                payload = new { group_id = conversation.Id, content, media_url = (string?)null, timestamp = 1_700_000_000_000 },
            })
            : JsonSerializer.SerializeToUtf8Bytes(new
            {
                type = "message", client_message_id = id,
                payload = new { receiver_id = conversation.Peer(device.User), content, media_url = (string?)null, reply_to = (string?)null, timestamp = 1_700_000_000_000 },
            });
    }
}
