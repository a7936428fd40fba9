using System.Text;

namespace Chat.Bench.Roofs;

/// <summary>Answers the clients' frames as the contract says. Values stay as they were escaped: they are passed on, not interpreted.</summary>
internal static class RelayFrames
{
    [ThreadStatic]
    private static byte[]? t_scratch;

    public static void Handle(RelayConnection from, ReadOnlySpan<byte> json)
    {
        var frame = RelayFrame.Read(json);
        if (frame.Type.SequenceEqual("message"u8))
            OnMessage(from, frame);
        else if (frame.Type.SequenceEqual("group_message"u8))
            OnGroupMessage(from, frame);
        else if (frame.Type.SequenceEqual("heartbeat"u8))
            from.Queue(from, Compose($$"""{"type":"heartbeat_ack","server_time":{{Now()}}}"""));
        else if (frame.Type.SequenceEqual("auth"u8))
            OnAuth(from, Encoding.UTF8.GetString(frame.UserId));
        // A delivery_ack has been read, and there is nothing to forget.
    }

    private static void OnAuth(RelayConnection from, string userId)
    {
        from.UserId = userId;
        from.Queue(from, Compose(
            "{\"type\":\"auth_success\",\"payload\":{" + $"\"session_id\":\"sess_{userId}\",\"server_time\":{Now()},\"unread_count\":0,"
            + "\"heartbeat_interval_ms\":25000,\"limits\":{\"frame_bytes\":65536,\"content_bytes\":16384,\"batch_ids\":256,\"in_flight\":64}}}"));
        from.Room.Enter(from); // what he has missed follows that
    }

    private static void OnMessage(RelayConnection from, RelayFrame frame)
    {
        var fault = from.Room.Fault.Next();
        if (fault == RelayFaultKind.Refuse)
        {
            Refuse(from, frame);
            return;
        }

        Span<byte> id = stackalloc byte[26];
        NewId(from.Room, id);
        var scratch = t_scratch ??= new byte[64 * 1024];
        Ack(scratch, from, frame, id);

        Span<char> name = stackalloc char[255];
        var receiver = from.Room.Find(name[..Encoding.UTF8.GetChars(frame.ReceiverId, name)]);
        if (receiver is null || fault == RelayFaultKind.Drop)
            return;
        Deliver(from, receiver, Delivery(scratch, from, receiver, frame, id), fault);
        if (fault == RelayFaultKind.Duplicate)
        {
            NewId(from.Room, id);
            from.Queue(receiver, Delivery(scratch, from, receiver, frame, id));
        }
    }

    private static void OnGroupMessage(RelayConnection from, RelayFrame frame)
    {
        Span<char> name = stackalloc char[64];
        if (from.Room.FindGroup(name[..Encoding.UTF8.GetChars(frame.GroupId, name)]) is not { } group)
            return;
        var fault = from.Room.Fault.Next();
        if (fault == RelayFaultKind.Refuse)
            Refuse(from, frame);
        else
            group.Pass(t_scratch ??= new byte[64 * 1024], from, frame, fault);
    }

    private static void Refuse(RelayConnection from, scoped in RelayFrame frame) => from.Queue(from, Compose(
        "{\"type\":\"error\",\"client_message_id\":\"" + Encoding.UTF8.GetString(frame.ClientMessageId)
        + "\",\"request_id\":null,\"payload\":{\"code\":\"overloaded\",\"message\":\"Later.\",\"retryable\":true,\"retry_after_ms\":5,\"field\":null}}"));

    public static void Ack(byte[] scratch, RelayConnection from, scoped in RelayFrame frame, scoped ReadOnlySpan<byte> id)
    {
        var ack = new RelayWriter(scratch);
        ack.Add("{\"type\":\"message_ack\",\"client_message_id\":\""u8).Add(frame.ClientMessageId).Add("\",\"payload\":{\"message_id\":\""u8).Add(id)
            .Add("\",\"status\":\"sent\",\"timestamp\":"u8).Add(Now()).Add("}}"u8);
        from.Queue(from, ack.Written);
    }

    public static void Deliver(RelayConnection from, RelayConnection receiver, ReadOnlySpan<byte> delivery, RelayFaultKind? fault)
    {
        if (fault == RelayFaultKind.Swap)
        {
            receiver.HeldBack = delivery.ToArray();
            return;
        }

        if (fault == RelayFaultKind.Chatter)
            RelayChatter.Send(from, receiver);
        from.Queue(receiver, delivery);
        if (fault == RelayFaultKind.Redeliver)
            from.Queue(receiver, delivery);
        if (receiver.HeldBack is { } held)
        {
            receiver.HeldBack = null;
            from.Queue(receiver, held);
        }
    }

    private static ReadOnlySpan<byte> Delivery(
        byte[] scratch, RelayConnection from, RelayConnection receiver, scoped in RelayFrame frame, scoped ReadOnlySpan<byte> id)
    {
        var message = new RelayWriter(scratch);
        message.Add("{\"type\":\"message\",\"stream\":\"inbox\",\"seq\":"u8).Add(receiver.NextSequence()).Add(",\"conversation_id\":\"conv_"u8)
            .Add(from.UserId).Add("_"u8).Add(frame.ReceiverId).Add("\",\"payload\":{\"message_id\":\""u8).Add(id).Add("\",\"sender_id\":\""u8)
            .Add(from.UserId).Add("\",\"receiver_id\":\""u8).Add(frame.ReceiverId).Add("\",\"content\":\""u8).Add(frame.Content)
            .Add("\",\"media_url\":null,\"reply_to\":null,\"timestamp\":"u8).Add(Now()).Add(",\"status\":\"delivered\"}}"u8);
        return message.Written;
    }

    /// <summary>20 digits and more, beginning with the UTC second, rising for the life of the process.</summary>
    public static void NewId(RelayRoom room, Span<byte> id)
    {
        DateTime.UtcNow.TryFormat(id, out _, "yyyyMMddHHmmss");
        room.NextId().TryFormat(id[14..], out _, "D12");
    }

    private static byte[] Compose(string json) => Encoding.UTF8.GetBytes(json);

    public static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
