namespace Chat.Node.Discovery;

/// <summary>A look-up that failed; the message is one line for an operator.</summary>
public sealed class DiscoveryException(string message, Exception? cause = null) : Exception(message, cause);
