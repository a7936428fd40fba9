namespace Chat.Protocol.Entities;

/// <summary>
/// Where a connection is found, as data: the incarnation of the node that accepted it (the cluster member's unique number) and its
/// number there. It is also the session of M1: a number is never used twice in an incarnation.
/// </summary>
public readonly record struct ConnectionAddress(long Node, long Number)
{
    /// <summary>The <c>session_id</c> that a client is told.</summary>
    public string SessionId => $"sess_{Node:x}_{Number:x}";
}
