namespace Chat.Node.Health;

/// <summary>What <see cref="HealthVerb"/> has found, in one line.</summary>
internal sealed class UnhealthyException(string message, Exception? inner = null) : Exception(message, inner);
