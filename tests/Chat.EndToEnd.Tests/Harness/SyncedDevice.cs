using System.Text.Json.Nodes;

namespace Chat.EndToEnd.Tests.Harness;

/// <summary>A device that keeps what it gets, remembers its positions over reconnects, and acknowledges by them, as a good client does.</summary>
internal sealed class SyncedDevice(string user, string device) : IAsyncDisposable
{
    private readonly Dictionary<string, long> _positions = [];
    private string? _epoch;

    /// <summary>Durable frames in the order in which they came: stream and frame.</summary>
    public List<JsonNode> Frames { get; } = [];

    public ChatClient Client { get; private set; } = null!;

    public JsonNode AuthSuccess => Client.AuthSuccess;

    public IEnumerable<JsonNode> OfType(string type) => Frames.Where(f => (string?)f["type"] == type);

    public async Task<SyncedDevice> ConnectAsync(IChatNode node)
    {
        object? resume = _epoch is null ? null : new { epoch = _epoch, positions = _positions };
        Client = await ChatClient.SignInAsync(node, user, device, sync: true, resume: resume);
        _epoch = (string)AuthSuccess["payload"]!["resume"]!["epoch"]!;
        return this;
    }

    /// <summary>Takes frames until one of the type fits, and acknowledges what is durable.</summary>
    public async Task<JsonNode> UntilAsync(string type, Func<JsonNode, bool>? which = null)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var frame = await Client.NextAsync(timeout.Token)
                ?? throw new InvalidOperationException($"The connection ended with {(int?)Client.CloseCode} before {type} came.");
            await KeepAsync(frame);
            if ((string?)frame["type"] == type && (which is null || which(frame))) return frame;
        }
    }

    public async Task DisconnectAsync()
    {
        await Client.CloseAsync();
        await Client.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Client is not null) await Client.DisposeAsync();
    }

    private async Task KeepAsync(JsonNode frame)
    {
        if ((string?)frame["stream"] is not { } stream || (long?)frame["seq"] is not { } seq) return;
        Assert.True(seq > _positions.GetValueOrDefault(stream), $"{stream} {seq} after {_positions.GetValueOrDefault(stream)}: {frame}");
        _positions[stream] = seq;
        Frames.Add(frame);
        await Client.SendAsync(new { type = "delivery_ack", positions = new Dictionary<string, long> { [stream] = seq }, timestamp = 1 });
    }
}
