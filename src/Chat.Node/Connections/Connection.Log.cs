namespace Chat.Node.Connections;

internal sealed partial class Connection
{
    [LoggerMessage(1, LogLevel.Error, "Connection {Session} failed")]
    private static partial void LogFault(ILogger logger, Exception exception, string session);

    [LoggerMessage(2, LogLevel.Debug, "Connection {Session} is closed with {Code}")]
    private static partial void LogClosing(ILogger logger, string session, int code);

    [LoggerMessage(3, LogLevel.Error, "Connection {Session} could not take a {Message}")]
    private static partial void LogReceiveFault(ILogger logger, Exception exception, string session, string message);

    [LoggerMessage(4, LogLevel.Warning, "The entity of connection {Session} has not answered its attach command for {Attempts} attempts")]
    private static partial void LogNotAttached(ILogger logger, string session, int attempts);

    [LoggerMessage(5, LogLevel.Information, "A frame for connection {Session} was lost on its way from the entity; attaching again")]
    private static partial void LogHole(ILogger logger, string session);
}
