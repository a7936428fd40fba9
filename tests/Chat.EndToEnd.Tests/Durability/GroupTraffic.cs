using System.Text.Json.Nodes;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Durability;

/// <summary>
/// A group in which everybody writes and reads whatever happens to the node, as the protocol tells clients to: what is not acked is repeated
/// under the same id and in order; what comes is stored, acknowledged, and dropped where it is there already.
/// </summary>
internal sealed class GroupTraffic
{
    private readonly List<Member> _members;
    private string _group = "";
    private volatile bool _stopSending;

    public GroupTraffic(string name, int members, int window) =>
        _members = [.. Enumerable.Range(1, members).Select(i => new Member(this, $"{name}-m{i}", window))];

    public int Acked => _members.Sum(m => m.Acked.Count);

    public void StopSending() => _stopSending = true;

    public async Task CreateAsync(NodeProcess node) =>
        _group = await RestClient.CreateGroupAsync(node, _members[0].User, _members.Skip(1).Select(m => m.User));

    public Task DriveAsync(NodeProcess node, CancellationToken stop) =>
        Task.WhenAll(_members.Select(member => Reconnecting.RunAsync(() => member.RunAsync(node, stop), stop)));

    /// <summary>All acked, and all acked received by all others.</summary>
    public bool IsDone => _stopSending && _members.All(m => m.Unacked == 0) && Missing() is null;

    /// <summary>Something acked that somebody has not got; null where there is nothing.</summary>
    public string? Missing()
    {
        foreach (var sender in _members)
            foreach (var (client, id) in sender.Acked)
                foreach (var reader in _members)
                    if (reader != sender && !reader.Has(id))
                        return $"{client}, acked as {id}, has not come to {reader.User}";
        return null;
    }

    /// <summary>Once in effect, in one order for all, and each sender's in the order of sending.</summary>
    public void Verify()
    {
        Assert.Null(Missing());
        foreach (var reader in _members)
        {
            var received = reader.Received;
            Assert.Equal(received.Select(r => r.MessageId).Order(StringComparer.Ordinal), received.Select(r => r.MessageId));
            Assert.Equal(received.Select(r => r.Content).Distinct().Count(), received.Count);
            foreach (var bySender in received.GroupBy(r => r.Content[..r.Content.LastIndexOf('-')]))
            {
                var numbers = bySender.Select(r => int.Parse(r.Content[(r.Content.LastIndexOf('-') + 1)..])).ToList();
                Assert.Equal(numbers.Order(), numbers);
            }
        }
    }

    private sealed class Member(GroupTraffic traffic, string user, int window)
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, string> _acked = [];
        private readonly SortedDictionary<int, string> _unacked = [];
        private readonly List<(string MessageId, string Content)> _received = [];
        private readonly HashSet<string> _seen = [];
        private int _next;

        public string User => user;

        public Dictionary<string, string> Acked
        {
            get
            {
                lock (_gate) return new(_acked);
            }
        }

        public int Unacked
        {
            get
            {
                lock (_gate) return _unacked.Count;
            }
        }

        public List<(string MessageId, string Content)> Received
        {
            get
            {
                lock (_gate) return [.. _received];
            }
        }

        public bool Has(string messageId)
        {
            lock (_gate) return _seen.Contains(messageId);
        }

        public async Task RunAsync(NodeProcess node, CancellationToken stop)
        {
            await using var client = await ChatClient.SignInAsync(node, user);
            string[] again;
            lock (_gate) again = [.. _unacked.Values];
            foreach (var id in again)
                await client.SendToGroupAsync(traffic._group, id, "text of " + id);
            while (true)
            {
                await SendNextAsync(client);
                if (await client.NextAsync(stop) is not { } frame || !await OnAsync(client, frame)) return;
            }
        }

        private async Task SendNextAsync(ChatClient client)
        {
            while (true)
            {
                string id;
                lock (_gate)
                {
                    if (traffic._stopSending || _unacked.Count >= window) return;
                    id = $"{user}-{++_next}";
                    _unacked.Add(_next, id);
                }

                await client.SendToGroupAsync(traffic._group, id, "text of " + id);
            }
        }

        /// <returns>False where the connection is to be given up: the simplest way to send again from the oldest on.</returns>
        private async Task<bool> OnAsync(ChatClient client, JsonNode frame)
        {
            switch ((string?)frame["type"])
            {
                case "error":
                    Assert.True((bool?)frame["payload"]!["retryable"], frame.ToJsonString());
                    return false;
                case "message_ack":
                    OnAck((string)frame["client_message_id"]!, (string)frame["payload"]!["message_id"]!);
                    break;
                case "group_message":
                    var message = frame["payload"]!;
                    var id = (string)message["message_id"]!;
                    lock (_gate)
                    {
                        if (_seen.Add(id)) _received.Add((id, (string)message["content"]!));
                    }

                    await client.AcknowledgeAsync(id);
                    break;
            }

            return true;
        }

        private void OnAck(string clientId, string messageId)
        {
            lock (_gate)
            {
                if (_acked.TryGetValue(clientId, out var before))
                    Assert.Equal(before, messageId); // the same send is the same message for ever
                _acked[clientId] = messageId;
                _unacked.Remove(int.Parse(clientId[(clientId.LastIndexOf('-') + 1)..]));
            }
        }
    }
}
