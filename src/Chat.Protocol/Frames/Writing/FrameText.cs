using System.Buffers;
using System.Text.Unicode;
using Chat.Protocol.Ids;

namespace Chat.Protocol.Frames.Writing;

/// <summary>
/// Appends JSON to an output as text. Frames have few fixed shapes, so their punctuation and names are literals of their writers and
/// only values are formatted here: without a general JSON writer there is no state to keep per thread and nothing to allocate.
/// </summary>
/// <remarks>
/// Of a string only what JSON forbids is escaped: quote, backslash, control characters. Frames are never embedded in HTML or script,
/// and escaping all but ASCII, as the stock encoders do with emoji, triples the size of what people write.
/// </remarks>
internal ref struct FrameText(IBufferWriter<byte> output)
{
    /// <summary>Room asked for at a time; most frames fit in one piece.</summary>
    private const int Piece = 512;

    /// <summary>UTF-8 bytes that one UTF-16 unit becomes at most.</summary>
    private const int MaxBytesPerChar = 3;

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private readonly IBufferWriter<byte> _output = output;
    private Span<byte> _free = output.GetSpan(Piece);
    private int _used;

    /// <summary>Text that is JSON already.</summary>
    public void Raw(scoped ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(_free[_used..]);
        _used += json.Length;
    }

    public void Number(long value)
    {
        Reserve(20); // long.MinValue
        value.TryFormat(_free[_used..], out var written);
        _used += written;
    }

    public void Number(long? value)
    {
        if (value is { } number)
            Number(number);
        else
            Raw("null"u8);
    }

    public void Bool(bool value) => Raw(value ? "true"u8 : "false"u8);

    /// <summary>The id as a string; null where it names no message.</summary>
    public void Id(MessageId id)
    {
        if (id.IsNone)
        {
            Raw("null"u8);
            return;
        }

        Reserve(MessageId.Length + 2);
        var to = _free.Slice(_used, MessageId.Length + 2);
        to[0] = to[^1] = (byte)'"';
        MessageIdText.Format(id, to[1..^1]);
        _used += to.Length;
    }

    public void Id(MessageId? id) => Id(id.GetValueOrDefault());

    public void Ids(IReadOnlyList<MessageId> ids)
    {
        Raw("["u8);
        for (var i = 0; i < ids.Count; i++)
        {
            if (i > 0) Raw(","u8);
            Id(ids[i]);
        }

        Raw("]"u8);
    }

    public void String(string? text)
    {
        if (text is null)
        {
            Raw("null"u8);
            return;
        }

        Raw("\""u8);
        Characters(text);
        Raw("\""u8);
    }

    /// <summary>The inside of a string; half a surrogate pair becomes U+FFFD.</summary>
    public void Characters(scoped ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var special = text.IndexOfAny(Escaped);
            Unescaped(special < 0 ? text : text[..special]);
            if (special < 0)
                return;
            Escape(text[special]);
            text = text[(special + 1)..];
        }
    }

    /// <summary>Hands what was written to the output; to be called once, at the end of a frame.</summary>
    public readonly void Flush() => _output.Advance(_used);

    private void Unescaped(scoped ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            // A long text goes in pieces: three times its length at once would be far more than it needs.
            Reserve(Math.Min(text.Length * MaxBytesPerChar, Piece));
            Utf8.FromUtf16(text, _free[_used..], out var read, out var written, replaceInvalidSequences: true, isFinalBlock: true);
            _used += written;
            text = text[read..];
        }
    }

    private void Escape(char c)
    {
        switch (c)
        {
            case '"': Raw("\\\""u8); return;
            case '\\': Raw("\\\\"u8); return;
            case '\n': Raw("\\n"u8); return;
            case '\r': Raw("\\r"u8); return;
            case '\t': Raw("\\t"u8); return;
        }

        Raw("\\u00"u8);
        Raw([(byte)('0' + (c >> 4)), "0123456789abcdef"u8[c & 0xf]]);
    }

    private void Reserve(int bytes)
    {
        if (_free.Length - _used >= bytes)
            return;
        _output.Advance(_used);
        _free = _output.GetSpan(Math.Max(bytes, Piece));
        _used = 0;
    }
}
