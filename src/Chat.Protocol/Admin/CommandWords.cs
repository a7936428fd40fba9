using System.Text;

namespace Chat.Protocol.Admin;

/// <summary>A command line to its words and back: blanks part them, quotes keep them together, a backslash in double quotes takes the next as it is.</summary>
public static class CommandWords
{
    /// <returns>False where a quote is not closed.</returns>
    public static bool TrySplit(string line, out IReadOnlyList<string> words)
    {
        var result = new List<string>();
        words = result;
        var word = new StringBuilder();
        var open = false; // also an empty word in quotes is one
        char? quote = null;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote is { } q)
            {
                if (c == q) quote = null;
                else if (c == '\\' && q == '"' && i + 1 < line.Length) word.Append(line[++i]);
                else word.Append(c);
            }
            else if (c is '"' or '\'')
            {
                (quote, open) = (c, true);
            }
            else if (!char.IsWhiteSpace(c))
            {
                word.Append(c);
                open = true;
            }
            else if (open)
            {
                result.Add(word.ToString());
                word.Clear();
                open = false;
            }
        }

        if (open) result.Add(word.ToString());
        return quote is null;
    }

    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word) =>
        word.Length > 0 && !word.Any(c => char.IsWhiteSpace(c) || c is '"' or '\'' or '\\')
            ? word
            : $"\"{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
