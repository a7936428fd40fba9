using Chat.Bench.Client;

namespace Chat.Bench.Devices;

/// <summary>Notes when a connection was accepted and when it was told that it has everything; all frames go on.</summary>
internal sealed class ReturnWatch(IConnectionEvents then) : IConnectionEvents
{
    public long AuthSuccessAt { get; private set; }

    public long SyncDoneAt { get; private set; }

    public void OnUpgraded(Connection connection, long now) => then.OnUpgraded(connection, now);

    public void OnFrame(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        switch (ServerFrames.TypeOf(json))
        {
            case ServerFrame.AuthSuccess:
                AuthSuccessAt = now;
                break;
            case ServerFrame.SyncDone:
                SyncDoneAt = now;
                break;
        }

        then.OnFrame(connection, json, now);
    }

    public void OnReadEnd(Connection connection, long now) => then.OnReadEnd(connection, now);

    public void OnClosed(Connection connection, string reason) => then.OnClosed(connection, reason);
}
