using System.Net;
using System.Text;
using Chat.Bench.Client;

namespace Chat.Bench.Devices;

/// <summary>
/// A device with <c>sync</c> that is sent a backlog: it checks that each message comes once, in its place and under its id, acknowledges one
/// position a read, and remembers where it stopped.
/// </summary>
internal sealed class SyncedDevice(string name, Backlog backlog) : IConnectionEvents
{
    private readonly byte[] _scratch = new byte[1024];
    private string? _epoch;
    private MessageId _newest;
    private long _position;
    private long _acknowledged;

    public int Received { get; private set; }

    /// <summary>Moments of this connection: its auth_success, its last message, its sync_done; 0 for what has not come.</summary>
    public long AuthSuccessAt { get; private set; }

    public long LastMessageAt { get; private set; }

    public long SyncDoneAt { get; private set; }

    public string? Problem { get; private set; }

    public bool HasEverything => Received == backlog.Messages && SyncDoneAt > 0;

    public Connection Connect(ClientLoop loop, IPEndPoint endPoint, User user)
    {
        (AuthSuccessAt, LastMessageAt, SyncDoneAt) = (0, 0, 0);
        var connector = new Connector(loop, endPoint, sync: true)
        {
            Resume = _epoch is null ? null : $$$"""{"epoch":"{{{_epoch}}}","positions":{"inbox":{{{_position}}}}}""",
        };
        return connector.ConnectAll([user with { Index = 0, Device = name }], this)[0];
    }

    public void OnUpgraded(Connection connection, long now)
    {
    }

    public void OnFrame(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        switch (ServerFrames.TypeOf(json))
        {
            case ServerFrame.AuthSuccess:
                OnAuthSuccess(json, now);
                return;
            case ServerFrame.SyncDone:
                OnSyncDone(json, now);
                return;
            case ServerFrame.Message:
                OnMessage(json, now);
                break;
            case ServerFrame.Error or ServerFrame.Reconnect or ServerFrame.Displaced or ServerFrame.SyncGap:
                Fail(Encoding.UTF8.GetString(json));
                return;
        }

        if (JsonField.Number(json, "\"seq\""u8) is not { } position)
            return; // not durable
        if (position <= _position)
            Fail($"position {position} came after {_position}");
        _position = position;
    }

    public void OnReadEnd(Connection connection, long now)
    {
        if (_position == _acknowledged)
            return;
        connection.SendText(ClientFrames.DeliveryAckPosition(_scratch, _acknowledged = _position));
    }

    public void OnClosed(Connection connection, string reason) => Fail(reason);

    private void OnAuthSuccess(ReadOnlySpan<byte> json, long now)
    {
        AuthSuccessAt = now;
        if (_epoch is not null && !JsonField.True(json, "\"recovered\""u8))
            Fail($"it could not go on at {_position}: {Encoding.UTF8.GetString(json)}");
        _epoch = Encoding.UTF8.GetString(JsonField.Text(json, "\"epoch\""u8));
    }

    private void OnSyncDone(ReadOnlySpan<byte> json, long now)
    {
        SyncDoneAt = now;
        _position = Math.Max(_position, JsonField.Number(json, "\"inbox\""u8) ?? 0);
    }

    private void OnMessage(ReadOnlySpan<byte> json, long now)
    {
        if (!BodyMark.TryRead(JsonField.Text(json, "\"content\""u8), out _, out var sequence)
            || !MessageId.TryParse(JsonField.Text(json, "\"message_id\""u8), out var id) || !backlog.IsKnownAs(sequence, id))
        {
            Fail($"not a message of the backlog, or not under its id: {Encoding.UTF8.GetString(json)}");
            return;
        }

        if (id.CompareTo(_newest) <= 0 || sequence != Received && backlog.Refused == 0)
            Fail($"message {sequence} came as {id} after {_newest}, where {Received} was due");
        _newest = id;
        Received++;
        LastMessageAt = now;
    }

    private void Fail(string problem) => Problem ??= $"{name}: {problem}";
}
