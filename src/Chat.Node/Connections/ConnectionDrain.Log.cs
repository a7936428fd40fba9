namespace Chat.Node.Connections;

internal sealed partial class ConnectionDrain
{
    [LoggerMessage(1, LogLevel.Information, "Draining {Count} connections")]
    private partial void LogDraining(int count);

    [LoggerMessage(2, LogLevel.Information, "Drained in {Milliseconds} ms; {Left} connections are left")]
    private partial void LogDrained(int left, long milliseconds);
}
