using Chat.Node.Configuration;
using Chat.Node.Connections.Admission;
using Chat.Node.Connections.Sends;
using Chat.Node.Health;

namespace Chat.Node.Nodes;

/// <summary>
/// Whether new sockets are better off elsewhere: the node is nearly full, or it suffers. It says so before it has to refuse anyone, and
/// takes it back later than it said it, so that balancers do not swing. Who is connected notices nothing.
/// </summary>
internal sealed class SocketRoom(ConnectionLimits limits, ConnectionAdmission admission, SendLoad load)
{
    private const double FullFrom = 0.9;
    private const double RoomAgainBelow = 0.85;

    /// <summary>Looks in a row, a second apart: a burst is no suffering.</summary>
    private const int BusyLooks = 3;

    private int _busyLooks;
    private bool _full;
    private bool _busy;

    /// <summary><see cref="ReadinessNames.Full"/>, <see cref="ReadinessNames.Busy"/>, or null while there is room.</summary>
    public string? Refusal { get; private set; }

    /// <returns>Whether anything has changed. Called by one thread.</returns>
    public bool Look()
    {
        var taken = (double)admission.Open / limits.Connections;
        _full = taken >= FullFrom || (_full && taken >= RoomAgainBelow);
        // Each connection has only a narrow window by then: sends come faster than entities and journal answer them.
        var suffers = load.IsBusy;
        _busyLooks = suffers == _busy ? 0 : _busyLooks + 1;
        if (_busyLooks >= BusyLooks) (_busy, _busyLooks) = (suffers, 0);
        var before = Refusal;
        Refusal = _full ? ReadinessNames.Full : _busy ? ReadinessNames.Busy : null;
        return Refusal != before;
    }
}
