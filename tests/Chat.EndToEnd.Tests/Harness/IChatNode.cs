namespace Chat.EndToEnd.Tests.Harness;

/// <summary>A node that clients can reach, wherever it runs.</summary>
internal interface IChatNode
{
    /// <summary><c>http://127.0.0.1:port</c>.</summary>
    string BaseAddress { get; }

    Uri WebSocketAddress => new(BaseAddress.Replace("http://", "ws://", StringComparison.Ordinal) + "/ws");
}
