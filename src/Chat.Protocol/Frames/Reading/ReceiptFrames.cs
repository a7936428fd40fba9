using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Reading;

/// <summary><c>delivery_ack</c> and <c>read_receipt</c>, whose fields stand at the top level.</summary>
internal static class ReceiptFrames
{
    public static ClientFrame? DeliveryAck(ref FrameInput input)
    {
        if (input[FrameField.MessageId].IsMissing && input[FrameField.MessageIds].IsMissing && input[FrameField.Positions].IsMissing)
        {
            input.Missing(FrameField.MessageId, "the message_id that was stored, or several as message_ids, or positions");
            return null;
        }

        var ids = new List<MessageId>(1);
        if (!input.OptionalId(FrameField.MessageId, out var single))
            return null;
        if (single is { } id)
            ids.Add(id);
        IReadOnlyDictionary<string, long>? positions = null;
        if (!input.AddIds(FrameField.MessageIds, ids))
            return null;
        if (!input[FrameField.Positions].IsMissing)
        {
            var reader = input.ReaderOf(FrameField.Positions);
            if (!StreamPositions.TryRead(
                    ref input, ref reader, FrameField.Positions.ToWire(), input.Limits.BatchIds, out positions))
                return null;
        }

        return new ClientFrame.DeliveryAck(ids, positions);
    }

    /// <summary>The timestamp says when the user read; nothing depends on it, so 0 stands for an absent one.</summary>
    public static ClientFrame? ReadReceipt(ref FrameInput input)
    {
        if (input[FrameField.MessageIds].IsMissing && input[FrameField.UpTo].IsMissing)
        {
            input.Missing(FrameField.MessageIds, "the ids of the messages that were read, or the last of them as up_to");
            return null;
        }

        var ids = new List<MessageId>();
        var timestamp = 0L;
        if (!input.AddIds(FrameField.MessageIds, ids) || !input.OptionalId(FrameField.UpTo, out var upTo))
            return null;
        if (!input[FrameField.Timestamp].IsMissing && !input.Time(FrameField.Timestamp, out timestamp))
            return null;
        return new ClientFrame.ReadReceipt(ids, upTo, timestamp);
    }
}
