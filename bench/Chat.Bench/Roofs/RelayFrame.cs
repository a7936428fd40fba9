using System.Text.Json;

namespace Chat.Bench.Roofs;

/// <summary>The fields of a client's frame that the relay acts on, found with the framework's JSON reader.</summary>
internal ref struct RelayFrame
{
    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> ClientMessageId;
    public ReadOnlySpan<byte> ReceiverId;
    public ReadOnlySpan<byte> GroupId;
    public ReadOnlySpan<byte> Content;
    public ReadOnlySpan<byte> UserId;

    public static RelayFrame Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var frame = default(RelayFrame);
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
            else if (name.SequenceEqual("group_id"u8))
                frame.GroupId = reader.ValueSpan;
            else if (name.SequenceEqual("content"u8))
                frame.Content = reader.ValueSpan;
            else if (name.SequenceEqual("user_id"u8))
                frame.UserId = reader.ValueSpan;
        }

        return frame;
    }
}
