namespace Chat.Node.Connections.Handshake;

/// <summary>Comma-separated header values.</summary>
internal static class HeaderList
{
    public static bool Contains(string? list, string wanted, StringComparison comparison = StringComparison.OrdinalIgnoreCase)
    {
        foreach (var part in list.AsSpan().Split(','))
        {
            if (list.AsSpan(part).Trim().Equals(wanted, comparison))
                return true;
        }

        return false;
    }
}
