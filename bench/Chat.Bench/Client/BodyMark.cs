using System.Buffers.Text;

namespace Chat.Bench.Client;

/// <summary>
/// What a body begins with: <c>m12.345.</c> is message 345 of conversation 12. The recipient can so tell a loss, a repetition and a
/// swap from the body alone, whatever ids the server gave.
/// </summary>
internal static class BodyMark
{
    public static void Write(ref ClientFrames frame, int conversation, long sequence)
    {
        frame.Add("m"u8);
        frame.Add(conversation);
        frame.Add("."u8);
        frame.Add(sequence);
        frame.Add("."u8);
    }

    public static bool TryRead(ReadOnlySpan<byte> body, out int conversation, out long sequence)
    {
        (conversation, sequence) = (0, 0);
        if (body.IsEmpty || body[0] != 'm' || !Utf8Parser.TryParse(body[1..], out conversation, out var digits))
            return false;
        body = body[(1 + digits)..];
        return !body.IsEmpty && body[0] == '.' && Utf8Parser.TryParse(body[1..], out sequence, out digits)
            && body.Length > 1 + digits && body[1 + digits] == '.';
    }
}
