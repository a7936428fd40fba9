using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>
/// One sender and one receiver that keep going whatever happens to the node, as the protocol tells clients to: the sender repeats what
/// is not acked under the same id and in order, the receiver acknowledges what it has stored and drops what it has already.
/// </summary>
internal sealed class PairTraffic(string name, int window)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (int Number, string MessageId)> _acked = [];
    private readonly SortedDictionary<int, string> _unacked = [];
    private readonly List<(string MessageId, string Content)> _received = [];
    private readonly Dictionary<string, long> _sentAt = [];
    private readonly HashSet<string> _seen = [];
    private int _next;
    private volatile bool _stopSending;

    public string Sender => $"{name}-sender";
    public string Receiver => $"{name}-receiver";

    public int Acked
    {
        get
        {
            lock (_gate) return _acked.Count;
        }
    }

    /// <summary>From when a message was first sent to its ack, over reconnects; the longest of all, in milliseconds.</summary>
    public long LongestWait { get; private set; }

    /// <summary>The ids under which messages were acked, in their order.</summary>
    public IReadOnlyList<string> AckedIds
    {
        get
        {
            lock (_gate) return [.. _acked.Values.Select(a => a.MessageId).Order(StringComparer.Ordinal)];
        }
    }

    public void StopSending() => _stopSending = true;

    /// <summary>Both sides of all, until told to stop.</summary>
    public static Task DriveAsync(IChatNode node, List<PairTraffic> pairs, CancellationToken stop) => Task.WhenAll(
        pairs.SelectMany(pair => new[]
        {
            Reconnecting.RunAsync(() => pair.RunSenderAsync(node, stop), stop),
            Reconnecting.RunAsync(() => pair.RunReceiverAsync(node, stop), stop),
        }));

    /// <summary>All acked, and all acked received.</summary>
    public bool IsDone
    {
        get
        {
            lock (_gate) return _stopSending && _unacked.Count == 0 && _acked.Values.All(a => _seen.Contains(a.MessageId));
        }
    }

    /// <summary>What is not done yet, for the message of a test that waited in vain.</summary>
    public string Missing
    {
        get
        {
            lock (_gate)
                return $"{name}: {_unacked.Count} unacked, {_acked.Values.Count(a => !_seen.Contains(a.MessageId))} of {_acked.Count} acked have not arrived";
        }
    }

    public async Task RunSenderAsync(IChatNode node, CancellationToken cancellation)
    {
        await using var client = await ChatClient.SignInAsync(node, Sender);
        // After a reconnect: what is not acked goes again, oldest first, before anything new.
        string[] again;
        lock (_gate) again = [.. _unacked.Values];
        foreach (var id in again)
            await client.SendMessageAsync(Receiver, id, "text of " + id);
        while (!cancellation.IsCancellationRequested)
        {
            int room;
            lock (_gate) room = _stopSending ? 0 : window - _unacked.Count;
            for (; room > 0; room--)
            {
                string id;
                lock (_gate)
                {
                    id = $"{name}-{++_next}";
                    _unacked.Add(_next, id);
                    _sentAt[id] = Environment.TickCount64;
                }

                await client.SendMessageAsync(Receiver, id, "text of " + id);
            }

            var frame = await client.NextAsync(cancellation);
            if (frame is null) return;
            if ((string?)frame["type"] == "error" && (bool?)frame["payload"]!["retryable"] == true)
            {
                // Kept, and sent again in order: the connection is given up, which is the simplest way to say "from the oldest on".
                return;
            }

            if ((string?)frame["type"] != "message_ack") continue;
            var acked = (string)frame["client_message_id"]!;
            var messageId = (string)frame["payload"]!["message_id"]!;
            lock (_gate)
            {
                var number = int.Parse(acked[(acked.LastIndexOf('-') + 1)..]);
                if (_acked.TryGetValue(acked, out var before))
                    Assert.Equal(before.MessageId, messageId); // the same send is the same message for ever
                _acked[acked] = (number, messageId);
                if (_sentAt.Remove(acked, out var at)) LongestWait = Math.Max(LongestWait, Environment.TickCount64 - at);
                _unacked.Remove(number);
            }
        }
    }

    public async Task RunReceiverAsync(IChatNode node, CancellationToken cancellation)
    {
        await using var client = await ChatClient.SignInAsync(node, Receiver);
        while (await client.NextAsync(cancellation) is { } frame)
        {
            if ((string?)frame["type"] != "message") continue;
            Store(frame["payload"]!);
            await client.AcknowledgeAsync((string)frame["payload"]!["message_id"]!);
        }
    }

    private void Store(JsonNode message)
    {
        lock (_gate)
        {
            var id = (string)message["message_id"]!;
            if (_seen.Add(id)) _received.Add((id, (string)message["content"]!));
        }
    }

    /// <summary>Every acked message once in effect, in the order of its conversation, which is the order of sending.</summary>
    public void Verify()
    {
        lock (_gate)
        {
            foreach (var (clientId, (_, messageId)) in _acked)
                Assert.True(_seen.Contains(messageId), $"{clientId} was acked as {messageId} and never arrived");
            var contents = _received.Select(r => r.Content).ToList();
            Assert.Equal(contents.Distinct().Count(), contents.Count);
            Assert.Equal(_received.Select(r => r.MessageId).Order(StringComparer.Ordinal), _received.Select(r => r.MessageId));
            var numbers = contents.Select(c => int.Parse(c[(c.LastIndexOf('-') + 1)..])).ToList();
            Assert.Equal(numbers.Order(), numbers);
        }
    }
}
