namespace Chat.Bench.Client;

/// <summary>
/// Finds one field of a server frame without parsing the rest. Sound for well-formed JSON: a quote inside a string is escaped, so
/// <c>"name"</c> followed by a colon can only be a key; and the values that are looked for (ids, types, numbers) hold no escapes. It
/// does not see nesting, so it is asked only for names that occur once in a frame, wherever the server puts them.
/// </summary>
internal static class JsonField
{
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        var value = After(json, quotedName);
        if (value.IsEmpty || value[0] != '"')
            return default;
        value = value[1..];
        var end = value.IndexOf((byte)'"');
        return end < 0 ? default : value[..end];
    }

    public static long? Number(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        var value = After(json, quotedName);
        return System.Buffers.Text.Utf8Parser.TryParse(value, out long number, out _) ? number : null;
    }

    public static bool True(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName) => After(json, quotedName).StartsWith("true"u8);

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        while (true)
        {
            var at = json.IndexOf(quotedName);
            if (at < 0)
                return default;
            json = json[(at + quotedName.Length)..].TrimStart(" \t\r\n"u8);
            if (!json.IsEmpty && json[0] == ':')
                return json[1..].TrimStart(" \t\r\n"u8);
        }
    }
}
