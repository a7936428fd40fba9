using System.Buffers.Text;
using System.Text;
using Chat.Bench.Client;

namespace Chat.Bench.Devices;

/// <summary>What one sender writes to one user as fast as it is acked, and under which id each message is known, whoever has been told of it.</summary>
internal sealed class Backlog(ClientLoop loop, string receiver, int messages, int bodyBytes) : IConnectionEvents
{
    private readonly byte[] _receiver = Encoding.UTF8.GetBytes(receiver);
    private readonly byte[] _padding = Encoding.UTF8.GetBytes(new string('x', bodyBytes));
    private readonly byte[] _scratch = new byte[64 * 1024];
    private readonly MessageId[] _ids = new MessageId[messages];
    private readonly bool[] _acked = new bool[messages];
    private int _next;

    public int Messages => messages;

    public int Acked { get; private set; }

    /// <summary>Refused for a moment and sent again; these need not stand in the order of their first sending.</summary>
    public int Refused { get; private set; }

    public string? Problem { get; private set; }

    public bool IsOver => Acked == messages || Problem is not null;

    public void Start(Connection sender, int window)
    {
        for (var i = 0; i < window; i++)
            SendNext(sender);
        sender.Flush();
    }

    /// <summary>Whether the message may have that id: everybody must be told the same.</summary>
    public bool IsKnownAs(long sequence, MessageId id)
    {
        if (sequence < 0 || sequence >= messages)
            return false;
        if (_ids[sequence] == default)
            _ids[sequence] = id;
        return _ids[sequence] == id;
    }

    public void OnUpgraded(Connection connection, long now)
    {
    }

    public void OnFrame(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        switch (ServerFrames.TypeOf(json))
        {
            case ServerFrame.MessageAck:
                OnAck(connection, json);
                break;
            case ServerFrame.Error:
                OnError(connection, json);
                break;
            case ServerFrame.Reconnect or ServerFrame.Displaced:
                Problem ??= Encoding.UTF8.GetString(json);
                break;
        }
    }

    public void OnReadEnd(Connection connection, long now)
    {
    }

    public void OnClosed(Connection connection, string reason) => Problem ??= $"the sender's connection ended: {reason}";

    private void OnAck(Connection sender, ReadOnlySpan<byte> json)
    {
        if (!TrySequence(json, out var sequence) || !MessageId.TryParse(JsonField.Text(json, "\"message_id\""u8), out var id) || !IsKnownAs(sequence, id))
        {
            Problem ??= $"an ack that does not fit: {Encoding.UTF8.GetString(json)}";
            return;
        }

        if (_acked[sequence])
            return;
        _acked[sequence] = true;
        Acked++;
        SendNext(sender);
    }

    private void OnError(Connection sender, ReadOnlySpan<byte> json)
    {
        if (!JsonField.True(json, "\"retryable\""u8) || !TrySequence(json, out var sequence))
        {
            Problem ??= Encoding.UTF8.GetString(json);
            return;
        }

        Refused++;
        loop.After(TimeSpan.FromMilliseconds(JsonField.Number(json, "\"retry_after_ms\""u8) ?? 100), _ =>
        {
            if (!sender.IsOpen)
                return;
            Write(sender, sequence);
            sender.Flush();
        });
    }

    private void SendNext(Connection sender)
    {
        if (_next < messages)
            Write(sender, _next++);
    }

    private void Write(Connection sender, long sequence) =>
        sender.SendText(ClientFrames.Message(_scratch, _receiver, conversation: 0, sequence, _padding, bodyBytes));

    private static bool TrySequence(ReadOnlySpan<byte> json, out long sequence) =>
        Utf8Parser.TryParse(JsonField.Text(json, "\"client_message_id\""u8), out sequence, out _);
}
