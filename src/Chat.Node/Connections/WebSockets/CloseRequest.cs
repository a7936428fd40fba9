namespace Chat.Node.Connections.WebSockets;

/// <param name="Code">0: a close frame without a code.</param>
internal sealed record CloseRequest(int Code, string Reason);
