using Chat.Bench.Client;

namespace Chat.Bench.Workloads;

/// <summary>Answers deliveries in the chosen style. One connection is read at a time, so one collection of ids serves all.</summary>
internal sealed class DeliveryAcks(AckStyle style)
{
    private const int BatchLimit = 256; // as announced in auth_success

    private readonly byte[] _scratch = new byte[16 * 1024];
    private readonly byte[] _ids = new byte[BatchLimit * 44];
    private int _idBytes;
    private int _count;
    private long _position;

    public void Received(Connection recipient, ReadOnlySpan<byte> frame, ReadOnlySpan<byte> messageId)
    {
        switch (style)
        {
            case AckStyle.Single:
                recipient.SendText(ClientFrames.DeliveryAck(_scratch, messageId));
                break;
            case AckStyle.Batch:
                Collect(messageId);
                if (_count == BatchLimit)
                    ReadEnded(recipient);
                break;
            case AckStyle.Positions:
                _position = JsonField.Number(frame, "\"seq\""u8) ?? _position;
                _count++;
                break;
        }
    }

    public void ReadEnded(Connection recipient)
    {
        if (_count == 0)
            return;
        recipient.SendText(style == AckStyle.Batch
            ? ClientFrames.DeliveryAckBatch(_scratch, _ids.AsSpan(0, _idBytes))
            : ClientFrames.DeliveryAckPosition(_scratch, _position));
        (_count, _idBytes) = (0, 0);
    }

    private void Collect(ReadOnlySpan<byte> messageId)
    {
        var frame = new ClientFrames(_ids.AsSpan(_idBytes));
        if (_count++ > 0)
            frame.Add(","u8);
        frame.Add("\""u8);
        frame.Add(messageId);
        frame.Add("\""u8);
        _idBytes += frame.Json.Length;
    }
}
