using System.Collections.Concurrent;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.Cluster.Tests.Harness;

/// <summary>Somebody who follows the presence of others, and keeps what he was told last of each, and everything he was ever told.</summary>
internal sealed class Follower : IAsyncDisposable
{
    private readonly ChatClient _client;
    private readonly ConcurrentDictionary<string, string> _now = new();
    private readonly Task _reading;

    private Follower(ChatClient client)
    {
        _client = client;
        _reading = ReadAsync();
    }

    /// <summary>User and status, in the order in which they were told.</summary>
    public ConcurrentQueue<(string User, string Status)> Told { get; } = new();

    public static async Task<Follower> StartAsync(IChatNode node, string name, params IEnumerable<string> users)
    {
        var client = await ChatClient.SignInAsync(node, name);
        await client.SendAsync(new { type = "presence_subscribe", request_id = "follow", payload = new { user_ids = users } });
        return new Follower(client);
    }

    public bool Sees(string user, string status) => _now.GetValueOrDefault(user) == status;

    public Task SeesAsync(string status, params IReadOnlyCollection<string> users) => Eventually.HoldsAsync(
        () => users.All(user => Sees(user, status)), () => $"Not {status}: {string.Join(", ", users.Where(user => !Sees(user, status)))}");

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        while (await _client.NextAsync(CancellationToken.None) is { } frame)
        {
            if ((string?)frame["type"] != "presence") continue;
            foreach (var entry in frame["payload"]!["users"]!.AsArray())
            {
                var (user, status) = ((string)entry!["user_id"]!, (string)entry["status"]!);
                _now[user] = status;
                Told.Enqueue((user, status));
            }
        }
    }
}
