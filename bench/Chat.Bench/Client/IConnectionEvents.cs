namespace Chat.Bench.Client;

/// <summary>What a connection reports, always on the loop's thread.</summary>
internal interface IConnectionEvents
{
    /// <summary>The server has switched to WebSocket.</summary>
    void OnUpgraded(Connection connection, long now);

    /// <summary>One whole text frame; the bytes are only valid during the call.</summary>
    void OnFrame(Connection connection, ReadOnlySpan<byte> json, long now);

    /// <summary>All frames of one read have been handed over; what was written meanwhile is sent right after.</summary>
    void OnReadEnd(Connection connection, long now);

    /// <summary>The connection ended, and not by <see cref="Connection.Drop"/>.</summary>
    void OnClosed(Connection connection, string reason);
}
