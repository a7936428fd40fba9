namespace Chat.Node.Connections.Sends;

/// <summary>
/// The unanswered sends of all connections of the node, and how many a single connection may have because of that. What waits in a socket costs the
/// node nothing; what waits in its entities and in its journal is copied by the garbage collector again and again. A connection only ever
/// waits for its own answers, so whoever floods the node takes nothing from the others but the width of their window.
/// </summary>
/// <param name="window">Of a connection, while the node is not busy.</param>
/// <param name="busyFrom">Unanswered sends from which it is.</param>
/// <param name="busyWindow">Of a connection while it is.</param>
internal sealed class SendLoad(int window, int busyFrom, int busyWindow)
{
    private int _unanswered;

    public bool IsBusy => Volatile.Read(ref _unanswered) >= busyFrom;

    public int Window => IsBusy ? Math.Min(window, busyWindow) : window;

    public void Change(int by) => Interlocked.Add(ref _unanswered, by);
}
