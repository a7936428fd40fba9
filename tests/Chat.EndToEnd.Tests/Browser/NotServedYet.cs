namespace Chat.EndToEnd.Tests.Browser;

/// <summary>What the page can do and the node cannot yet, each with one line here: it goes when the node can.</summary>
internal static class NotServedYet
{
    private const string Reason = "waits for the server's part";

    /// <summary><c>read_echo</c> with the id of a group.</summary>
    public static string? GroupReads => Reason;

    /// <summary><c>GET /api/conversations</c>, <c>PATCH /api/conversations/{id}</c> and <c>conversation_echo</c>.</summary>
    public static string? Conversations => Reason;

    /// <summary><c>keep_history</c> and <c>GET /api/conversations/{id}/messages</c>.</summary>
    public static string? History => Reason;

    /// <summary><c>PATCH /api/devices/{id}</c>.</summary>
    public static string? DeviceNames => Reason;
}
