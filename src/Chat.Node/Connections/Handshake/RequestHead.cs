using System.Buffers;
using System.Text;

namespace Chat.Node.Connections.Handshake;

internal enum HeadResult
{
    /// <summary>Not enough bytes yet to tell.</summary>
    NeedMore,

    /// <summary>Another path or method, or no upgrade: the HTTP pipeline's business.</summary>
    NotOurs,

    /// <summary>Meant for the socket endpoint, but not a request that two parsers would read alike: refused with 400.</summary>
    Malformed,

    Upgrade,
}

/// <summary>
/// Reads the head of a <c>GET /ws</c> out of the first bytes of a connection. Strict, so that no proxy in front can read the same
/// bytes differently: only CRLF ends a line, no folded lines, no repeated <c>Host</c>, key or origin, no body.
/// </summary>
internal static class RequestHead
{
    public const int MaxBytes = 8 * 1024;

    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    private static readonly SearchValues<byte> TokenBytes =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    private static readonly SearchValues<byte> TargetBytes =
        SearchValues.Create([.. Enumerable.Range(0x21, 0x7E - 0x20).Select(b => (byte)b)]);

    /// <param name="headBytes">Length of the head with its empty line, for <see cref="HeadResult.Upgrade"/>.</param>
    public static HeadResult TryRead(ReadOnlySpan<byte> bytes, out HandshakeRequest? request, out int headBytes)
    {
        (request, headBytes) = (null, 0);
        var prefix = "GET /ws"u8;
        var seen = Math.Min(bytes.Length, prefix.Length);
        if (!bytes[..seen].SequenceEqual(prefix[..seen]))
            return HeadResult.NotOurs;
        if (bytes.Length <= prefix.Length)
            return HeadResult.NeedMore;
        if (bytes[prefix.Length] is not ((byte)' ' or (byte)'?'))
            return HeadResult.NotOurs;

        var head = bytes.Length > MaxBytes ? bytes[..MaxBytes] : bytes;
        var end = head.IndexOf("\r\n\r\n"u8);
        if (HasStrayLineEnd(end < 0 ? head : head[..(end + 4)], complete: end >= 0))
            return HeadResult.Malformed;
        if (end < 0)
            return bytes.Length > MaxBytes ? HeadResult.Malformed : HeadResult.NeedMore;

        headBytes = end + 4;
        return ReadLines(head[..(end + 2)], out request);
    }

    private static bool HasStrayLineEnd(ReadOnlySpan<byte> head, bool complete)
    {
        for (var at = 0; ;)
        {
            var next = head[at..].IndexOfAny(Cr, Lf);
            if (next < 0)
                return false;
            at += next;
            if (head[at] == Lf)
                return true;
            if (at + 1 == head.Length)
                return complete; // its line feed may still come
            if (head[at + 1] != Lf)
                return true;
            at += 2;
        }
    }

    private static HeadResult ReadLines(ReadOnlySpan<byte> lines, out HandshakeRequest? request)
    {
        request = null;
        var fields = new HeadFields();
        var first = true;
        while (!lines.IsEmpty)
        {
            var end = lines.IndexOf(Lf);
            var line = lines[..(end - 1)];
            lines = lines[(end + 1)..];
            if (!(first ? IsRequestLine(line) : ReadField(line, fields)))
                return HeadResult.Malformed;
            first = false;
        }

        if (!fields.IsUpgrade)
            return HeadResult.NotOurs;
        request = fields.ToRequest();
        return HeadResult.Upgrade;
    }

    private static bool IsRequestLine(ReadOnlySpan<byte> line)
    {
        var suffix = " HTTP/1.1"u8;
        if (!line.EndsWith(suffix) || line.Length < 4 + suffix.Length)
            return false;
        return !line[4..^suffix.Length].ContainsAnyExcept(TargetBytes);
    }

    private static bool ReadField(ReadOnlySpan<byte> line, HeadFields fields)
    {
        var colon = line.IndexOf((byte)':');
        // A folded line, or a space before the colon, has something in its name that is no token.
        if (colon <= 0 || line[..colon].ContainsAnyExcept(TokenBytes))
            return false;
        var value = line[(colon + 1)..].Trim(" \t"u8);
        foreach (var b in value)
        {
            if (b is < 0x20 and not (byte)'\t' or 0x7F)
                return false;
        }

        return fields.Add(Encoding.ASCII.GetString(line[..colon]), Encoding.Latin1.GetString(value));
    }
}
