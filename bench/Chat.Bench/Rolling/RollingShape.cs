namespace Chat.Bench.Rolling;

/// <param name="Nodes">Restarted one after the other.</param>
/// <param name="Connections">Clients in all.</param>
/// <param name="Chatting">How many of them write to each other, in pairs.</param>
/// <param name="Rate">Messages a second, of all of them together.</param>
/// <param name="Calm">Before the first restart, between two, and after the last.</param>
internal sealed record RollingShape(int Nodes, int Connections, int Chatting, double Rate, TimeSpan Calm);
