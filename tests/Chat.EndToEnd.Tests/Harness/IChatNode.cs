namespace Chat.EndToEnd.Tests.Harness;

/// <summary>A node that clients can reach, wherever it runs.</summary>
internal interface IChatNode
{
    /// <summary><c>http://127.0.0.1:port</c>.</summary>
    string BaseAddress { get; }

    Uri WebSocketAddress => new(BaseAddress.Replace("http://", "ws://", StringComparison.Ordinal) + "/ws");
}

internal static class ChatNodeReadiness
{
    /// <summary>As a balancer asks it: a node listens before it finds its entities.</summary>
    public static async Task<bool> IsReadyAsync(this IChatNode node)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"{node.BaseAddress}/health");
        return answer.IsSuccessStatusCode;
    }
}
