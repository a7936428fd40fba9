using System.Collections.Immutable;

namespace Chat.Actors.Administration;

/// <summary>The state of one node at a moment.</summary>
/// <param name="Address">In the cluster.</param>
/// <param name="Ready">It takes traffic; where not, <paramref name="Reasons"/> says why.</param>
/// <param name="UptimeSeconds">Of the process.</param>
/// <param name="MemoryBytes">Working set of the process.</param>
/// <param name="Connections">Open sockets, and those attached to their user's entity.</param>
/// <param name="SendsPerSecond">Acknowledged to clients of this node, while it was measured; frames likewise.</param>
/// <param name="AckP50Ms">From taking a client's send to its ack; 0 where there was none.</param>
/// <param name="CommitP50Ms">Duration of a durable write; 0 where there was none.</param>
/// <param name="Groups">Those of this node's groups that take the most messages at the moment.</param>
public sealed record NodeFigures(
    string Address, string Version, bool Ready, string Reasons, long UptimeSeconds, long MemoryBytes, int Connections, int Attached, int Users, int GroupsAwake,
    double SendsPerSecond, double FramesInPerSecond, double FramesOutPerSecond, double EventsPerSecond, double AckP50Ms, double AckP99Ms,
    double CommitP50Ms, double CommitP99Ms,
    ImmutableArray<HotGroup> Groups) : IAdminMessage;

/// <param name="PerSecond">Messages that it accepted, over the last ten seconds or so.</param>
public sealed record HotGroup(string Group, double PerSecond);
