using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Chat.Bench.Roofs;

/// <summary>Reads the clients' frames with the framework's JSON reader and answers as the contract says.</summary>
internal static class RelayFrames
{
    [ThreadStatic]
    private static byte[]? t_scratch;

    public static void Handle(RelayConnection from, ReadOnlySpan<byte> json)
    {
        var frame = Read(json);
        if (frame.Type.SequenceEqual("message"u8))
            OnMessage(from, frame);
        else if (frame.Type.SequenceEqual("heartbeat"u8))
            from.Queue(from, Compose($$"""{"type":"heartbeat_ack","server_time":{{Now()}}}"""));
        else if (frame.Type.SequenceEqual("auth"u8))
            OnAuth(from, Encoding.UTF8.GetString(frame.UserId));
        // A delivery_ack has been read, and there is nothing to forget.
    }

    public static int WriteFrame(Span<byte> target, ReadOnlySpan<byte> json)
    {
        target[0] = 0x81;
        if (json.Length < 126)
        {
            target[1] = (byte)json.Length;
            json.CopyTo(target[2..]);
            return json.Length + 2;
        }

        target[1] = 126; // the relay's frames stay below 64 KiB
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)json.Length);
        json.CopyTo(target[4..]);
        return json.Length + 4;
    }

    private static void OnAuth(RelayConnection from, string userId)
    {
        from.UserId = userId;
        from.Room.Enter(from);
        from.Queue(from, Compose(
            "{\"type\":\"auth_success\",\"payload\":{" + $"\"session_id\":\"sess_{userId}\",\"server_time\":{Now()},\"unread_count\":0,"
            + "\"heartbeat_interval_ms\":25000,\"limits\":{\"frame_bytes\":65536,\"content_bytes\":16384,\"batch_ids\":256,\"in_flight\":64}}}"));
    }

    private static void OnMessage(RelayConnection from, Frame frame)
    {
        var scratch = t_scratch ??= new byte[64 * 1024];
        Span<byte> id = stackalloc byte[26];
        var now = DateTime.UtcNow;
        now.TryFormat(id, out _, "yyyyMMddHHmmss");
        from.Room.NextId().TryFormat(id[14..], out _, "D12");

        var ack = new Writer(scratch);
        ack.Add("{\"type\":\"message_ack\",\"client_message_id\":\""u8).Add(frame.ClientMessageId).Add("\",\"payload\":{\"message_id\":\""u8).Add(id)
            .Add("\",\"status\":\"sent\",\"timestamp\":"u8).Add(Now()).Add("}}"u8);
        from.Queue(from, ack.Written);

        Span<char> name = stackalloc char[255];
        var receiver = from.Room.Find(name[..Encoding.UTF8.GetChars(frame.ReceiverId, name)]);
        if (receiver is null || from.Room.DropsThisDelivery())
            return;
        var message = new Writer(scratch);
        message.Add("{\"type\":\"message\",\"stream\":\"inbox\",\"seq\":"u8).Add(receiver.NextSequence()).Add(",\"conversation_id\":\"conv_"u8)
            .Add(from.UserId).Add("_"u8).Add(frame.ReceiverId).Add("\",\"payload\":{\"message_id\":\""u8).Add(id).Add("\",\"sender_id\":\""u8)
            .Add(from.UserId).Add("\",\"receiver_id\":\""u8).Add(frame.ReceiverId).Add("\",\"content\":\""u8).Add(frame.Content)
            .Add("\",\"media_url\":null,\"reply_to\":null,\"timestamp\":"u8).Add(Now()).Add(",\"status\":\"delivered\"}}"u8);
        from.Queue(receiver, message.Written);
    }

    /// <summary>Values stay as they were escaped: they are passed on, not interpreted.</summary>
    private static Frame Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var frame = default(Frame);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var name = reader.ValueSpan;
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                continue;
            if (name.SequenceEqual("type"u8))
                frame.Type = reader.ValueSpan;
            else if (name.SequenceEqual("client_message_id"u8))
                frame.ClientMessageId = reader.ValueSpan;
            else if (name.SequenceEqual("receiver_id"u8))
                frame.ReceiverId = reader.ValueSpan;
            else if (name.SequenceEqual("content"u8))
                frame.Content = reader.ValueSpan;
            else if (name.SequenceEqual("user_id"u8))
                frame.UserId = reader.ValueSpan;
        }

        return frame;
    }

    private static byte[] Compose(string json) => Encoding.UTF8.GetBytes(json);

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private ref struct Frame
    {
        public ReadOnlySpan<byte> Type;
        public ReadOnlySpan<byte> ClientMessageId;
        public ReadOnlySpan<byte> ReceiverId;
        public ReadOnlySpan<byte> Content;
        public ReadOnlySpan<byte> UserId;
    }

    private ref struct Writer(Span<byte> target)
    {
        private readonly Span<byte> _target = target;
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _target[.._length];

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ref Writer Add(scoped ReadOnlySpan<byte> piece)
        {
            piece.CopyTo(_target[_length..]);
            _length += piece.Length;
            return ref this;
        }

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ref Writer Add(string piece)
        {
            _length += Encoding.UTF8.GetBytes(piece, _target[_length..]);
            return ref this;
        }

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ref Writer Add(long number)
        {
            number.TryFormat(_target[_length..], out var written);
            _length += written;
            return ref this;
        }
    }
}
