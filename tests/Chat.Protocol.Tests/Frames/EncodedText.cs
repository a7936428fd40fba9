using System.Buffers;
using System.Text;
using System.Text.Json;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;
using CsCheck;

namespace Chat.Protocol.Tests.Frames;

/// <summary>Whatever people write, what is sent is JSON that says it.</summary>
public sealed class EncodedText
{
    private static readonly MessageId One = new(1_699_200_000_000_007, 42, 3);

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.Char["ab\"\\\n\t\0\u001f\u007f\u2028\u00e9\u4e2d/<&'"].Array[0, 200].Select(c => new string(c)),
        Gen.Int[0, 0x10ffff].Where(Rune.IsValid).Array[0, 400].Select(points => string.Concat(points.Select(p => new Rune(p).ToString()))),
        Gen.Char.Array[0, 50].Select(c => new string(c)));

    [Fact]
    public void Any_text_comes_back_as_it_was() => Gen.Select(AnyText, AnyText, Gen.Long).Sample((content, url, time) =>
    {
        var payload = Parse(new ServerFrame.Message(1, One, new UserId("a"), new UserId("b"), content, url, One, time))
            .GetProperty("payload");
        return payload.GetProperty("content").GetString() == Sound(content)
            && payload.GetProperty("media_url").GetString() == Sound(url)
            && payload.GetProperty("timestamp").GetInt64() == time
            && payload.GetProperty("message_id").GetString() == One.ToString();
    });

    [Fact]
    public void Ids_of_any_text_come_back_as_they_were() => Gen.Select(AnyText, AnyText).Sample((a, b) =>
    {
        if (!UserId.TryParse(a, out var me) || !UserId.TryParse(b, out var other))
            return true;
        var payload = Parse(new ServerFrame.Typing(me, other, false, 1)).GetProperty("payload");
        return payload.GetProperty("user_id").GetString() == b
            && payload.GetProperty("conversation_id").GetString() == ConversationId.Between(me, other).Value;
    });

    [Fact]
    public void Text_is_sent_as_it_is_unless_JSON_forbids_it()
    {
        var text = Encoding.UTF8.GetString(Write(Message("\ud83d\ude00\u00e9\u2028<&'/\u007f \"\\\n\r\t\b\0\u001f")));
        Assert.Contains("\"content\":\"\ud83d\ude00\u00e9\u2028<&'/\u007f \\\"\\\\\\n\\r\\t\\u0008\\u0000\\u001f\"", text);
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character() =>
        Assert.Equal("a\ufffdb", Parse(Message("a\ud83db")).GetProperty("payload").GetProperty("content").GetString());

    [Fact]
    public void Long_texts_are_whole_whatever_pieces_the_output_has()
    {
        var text = string.Concat(Enumerable.Repeat("0123456789\u4e2d\ud83d\ude00\"", 2_000));
        Assert.Equal(text, Parse(Message(text)).GetProperty("payload").GetProperty("content").GetString());
        var output = new Stingy();
        ServerFrameWriter.Write(Message(text), output);
        Assert.Equal(Write(Message(text)), output.Written.ToArray());
    }

    [Fact]
    public void A_frame_is_appended_to_what_is_there()
    {
        var output = new ArrayBufferWriter<byte>();
        ServerFrameWriter.Write(new ServerFrame.Ok(null), output);
        ServerFrameWriter.Write(new ServerFrame.Ok("r"), output);
        Assert.Equal(
            """{"type":"ok","request_id":null,"payload":{}}{"type":"ok","request_id":"r","payload":{}}""",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void A_message_is_encoded_without_garbage()
    {
        var output = new ArrayBufferWriter<byte>(4096);
        var frame = Message("\ud83d\ude00" + new string('x', 200));
        for (var i = 0; i < 100; i++)
        {
            output.ResetWrittenCount();
            ServerFrameWriter.Write(frame, output);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            output.ResetWrittenCount();
            ServerFrameWriter.Write(frame, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static ServerFrame.Message Message(string content) =>
        new(1, One, new UserId("456"), new UserId("123"), content, null, null, 7);

    private static byte[] Write(ServerFrame frame)
    {
        var output = new ArrayBufferWriter<byte>();
        ServerFrameWriter.Write(frame, output);
        return output.WrittenSpan.ToArray();
    }

    private static JsonElement Parse(ServerFrame frame) => JsonDocument.Parse(Write(frame)).RootElement;

    /// <summary>The text with each half of a surrogate pair replaced, as UTF-8 demands.</summary>
    private static string Sound(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>An output that gives no byte more than it is asked for.</summary>
    private sealed class Stingy : IBufferWriter<byte>
    {
        private byte[] _given = [];

        public List<byte> Written { get; } = [];

        public void Advance(int count) => Written.AddRange(_given.AsSpan(0, count));

        public Memory<byte> GetMemory(int sizeHint = 0) => _given = new byte[Math.Max(1, sizeHint)];

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
