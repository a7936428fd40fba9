using System.Text;

namespace Chat.Bench.Client;

/// <summary>The frames that a ● client sends, copied together from constant pieces into a span.</summary>
internal ref struct ClientFrames(Span<byte> target)
{
    private readonly Span<byte> _target = target;
    private int _length;

    public readonly ReadOnlySpan<byte> Json => _target[.._length];

    /// <param name="resume">Where the device stopped, as JSON; null for one that remembers nothing.</param>
    public static byte[] Auth(User user, bool sync, string? resume = null) => Encoding.UTF8.GetBytes(
        "{\"type\":\"auth\",\"payload\":{"
        + $"\"user_id\":\"{user.Id}\",\"auth_token\":\"{user.Token}\",\"device_id\":\"{user.Device}\",\"platform\":\"android\",\"app_version\":\"1.0.0\""
        + (sync ? ",\"capabilities\":[\"sync\"]" : "") + (resume is null ? "" : $",\"resume\":{resume}") + "}}");

    public static byte[] Heartbeat() => Encoding.UTF8.GetBytes($$"""{"type":"heartbeat","timestamp":{{UnixNow()}}}""");

    public static ReadOnlySpan<byte> Message(
        Span<byte> target, ReadOnlySpan<byte> receiver, int conversation, long sequence, ReadOnlySpan<byte> padding, int bodyBytes)
    {
        var frame = new ClientFrames(target);
        frame.Add("{\"type\":\"message\",\"client_message_id\":\""u8);
        frame.Add(sequence);
        frame.Add("\",\"payload\":{\"receiver_id\":\""u8);
        frame.Add(receiver);
        frame.Add("\",\"content\":\""u8);
        var start = frame._length;
        BodyMark.Write(ref frame, conversation, sequence);
        frame.Add(padding[..Math.Max(0, bodyBytes - (frame._length - start))]);
        frame.Add("\",\"media_url\":null,\"reply_to\":null,\"timestamp\":"u8);
        frame.Add(UnixNow());
        frame.Add("}}"u8);
        return frame.Json;
    }

    /// <param name="channel">One sender in one group: his ids in two groups must differ.</param>
    public static ReadOnlySpan<byte> GroupMessage(
        Span<byte> target, ReadOnlySpan<byte> group, int channel, long sequence, ReadOnlySpan<byte> padding, int bodyBytes)
    {
        var frame = new ClientFrames(target);
        frame.Add("{\"type\":\"group_message\",\"client_message_id\":\""u8);
        BodyMark.Write(ref frame, channel, sequence);
        frame.Add("\",\"payload\":{\"group_id\":\""u8);
        frame.Add(group);
        frame.Add("\",\"content\":\""u8);
        var start = frame._length;
        BodyMark.Write(ref frame, channel, sequence);
        frame.Add(padding[..Math.Max(0, bodyBytes - (frame._length - start))]);
        frame.Add("\",\"media_url\":null,\"timestamp\":"u8);
        frame.Add(UnixNow());
        frame.Add("}}"u8);
        return frame.Json;
    }

    public static ReadOnlySpan<byte> DeliveryAck(Span<byte> target, ReadOnlySpan<byte> messageId)
    {
        var frame = new ClientFrames(target);
        frame.Add("{\"type\":\"delivery_ack\",\"message_id\":\""u8);
        frame.Add(messageId);
        return frame.Finish("\",\"timestamp\":"u8);
    }

    public static ReadOnlySpan<byte> DeliveryAckBatch(Span<byte> target, ReadOnlySpan<byte> quotedIds)
    {
        var frame = new ClientFrames(target);
        frame.Add("{\"type\":\"delivery_ack\",\"message_ids\":["u8);
        frame.Add(quotedIds);
        return frame.Finish("],\"timestamp\":"u8);
    }

    public static ReadOnlySpan<byte> DeliveryAckPosition(Span<byte> target, long inbox)
    {
        var frame = new ClientFrames(target);
        frame.Add("{\"type\":\"delivery_ack\",\"positions\":{\"inbox\":"u8);
        frame.Add(inbox);
        return frame.Finish("},\"timestamp\":"u8);
    }

    /// <param name="positions">Streams and positions as JSON, without the braces.</param>
    public static ReadOnlySpan<byte> DeliveryAckPositions(Span<byte> target, ReadOnlySpan<byte> positions)
    {
        var frame = new ClientFrames(target);
        frame.Add("{\"type\":\"delivery_ack\",\"positions\":{"u8);
        frame.Add(positions);
        return frame.Finish("},\"timestamp\":"u8);
    }

    public void Add(scoped ReadOnlySpan<byte> piece)
    {
        piece.CopyTo(_target[_length..]);
        _length += piece.Length;
    }

    public void Add(long number)
    {
        number.TryFormat(_target[_length..], out var written);
        _length += written;
    }

    private ReadOnlySpan<byte> Finish(ReadOnlySpan<byte> beforeTime)
    {
        Add(beforeTime);
        Add(UnixNow());
        Add("}"u8);
        return Json;
    }

    private static long UnixNow() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
