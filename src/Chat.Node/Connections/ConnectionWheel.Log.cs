namespace Chat.Node.Connections;

internal sealed partial class ConnectionWheel
{
    [LoggerMessage(1, LogLevel.Error, "A timed step of {Entry} failed")]
    private partial void LogFault(Exception exception, string entry);
}
