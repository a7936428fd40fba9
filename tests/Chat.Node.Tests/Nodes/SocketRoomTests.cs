using System.Net;
using Chat.Node.Configuration;
using Chat.Node.Connections.Admission;
using Chat.Node.Connections.Sends;
using Chat.Node.Health;
using Chat.Node.Nodes;

namespace Chat.Node.Tests.Nodes;

public sealed class SocketRoomTests
{
    private static readonly ConnectionLimits Limits = new() { Connections = 100, UnauthenticatedPerAddress = 1_000 };
    private readonly ConnectionAdmission _admission = new(Limits);
    private readonly SendLoad _load = new(window: 64, busyFrom: 10, busyWindow: 4);
    private readonly SocketRoom _room;

    public SocketRoomTests() => _room = new SocketRoom(Limits, _admission, _load);

    [Fact]
    public void It_is_full_from_90_percent_until_below_85()
    {
        Open(89);
        Assert.False(_room.Look());
        Open(1);
        Assert.True(_room.Look());
        Assert.Equal(ReadinessNames.Full, _room.Refusal);
        Close(5);
        Assert.False(_room.Look());
        Close(1);
        Assert.True(_room.Look());
        Assert.Null(_room.Refusal);
    }

    [Fact]
    public void It_is_busy_when_too_many_sends_are_unanswered_at_three_looks_in_a_row_and_no_more_likewise()
    {
        _load.Change(10);
        Looks(2);
        Assert.Null(_room.Refusal);
        _load.Change(-1); // a burst
        Looks(1);
        _load.Change(1);
        Looks(2);
        Assert.Null(_room.Refusal);
        Looks(1);
        Assert.Equal(ReadinessNames.Busy, _room.Refusal);
        _load.Change(-10);
        Looks(2);
        Assert.Equal(ReadinessNames.Busy, _room.Refusal);
        Looks(1);
        Assert.Null(_room.Refusal);
    }

    private void Looks(int count)
    {
        for (var i = 0; i < count; i++)
            _room.Look();
    }

    private void Open(int count)
    {
        for (var i = 0; i < count; i++)
            Assert.Null(_admission.Enter(IPAddress.Loopback));
    }

    private void Close(int count)
    {
        for (var i = 0; i < count; i++)
            _admission.Leave(IPAddress.Loopback, authenticated: false);
    }
}
