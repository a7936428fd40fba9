using System.Text.Json.Nodes;

namespace Chat.Node.Admin.Logs;

/// <summary>Lines of the palette <c>log</c>.</summary>
internal static class LogText
{
    public static string LineOf(LogLine line) => $"{line.At:yyyy-MM-ddTHH:mm:ss.fffZ} {NameOf(line.Level)} {line.Category}: {line.Text}";

    public static JsonObject DataOf(LogLine line) => new()
    {
        ["at"] = line.At.ToUnixTimeMilliseconds(), ["level"] = NameOf(line.Level), ["category"] = line.Category, ["text"] = line.Text,
    };

    public static string LevelOf(string category, LogLevel level) => $"{(category.Length == 0 ? "(everything)" : category)}: {NameOf(level)}, until this node stops";

    public static string NameOf(LogLevel level) => level.ToString().ToLowerInvariant();
}
