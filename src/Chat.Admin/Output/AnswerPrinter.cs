using System.Text.Json.Nodes;
using Chat.Protocol.Admin;

namespace Chat.Admin.Output;

/// <summary>Lines of an answer to the terminal, or to a program: text or JSON to standard output, failures to standard error.</summary>
/// <param name="screens">A screen replaces the one before; where not, screens are lines like others.</param>
internal sealed class AnswerPrinter(TextWriter output, TextWriter errors, bool json, bool screens)
{
    private const string ToTopAndClear = "\u001b[H\u001b[2J";

    public void Print(string text)
    {
        if (json) output.WriteLine(new JsonObject { ["text"] = text }.ToJsonString());
        else output.WriteLine(text);
    }

    public void Print(ServerLine line)
    {
        if (line.Error is { } error)
            errors.WriteLine(json ? new JsonObject { ["error"] = error, ["text"] = line.Text }.ToJsonString() : error == AdminErrors.Usage ? Safe(line.Text ?? "") : $"{error}: {Safe(line.Text ?? "")}");
        else if (json && (line.Data ?? (line.Text is null ? null : new JsonObject { ["text"] = line.Text })) is { } data)
            output.WriteLine(data.ToJsonString());
        else if (!json && line.Screen is { } screen)
            PrintScreen(screen);
        else if (!json && line.Text is { } text)
            output.WriteLine(Safe(text));
    }

    private void PrintScreen(IReadOnlyList<string> lines)
    {
        if (screens) output.Write(ToTopAndClear);
        foreach (var line in lines)
            output.WriteLine(Safe(line));
        output.Flush();
    }

    /// <summary>Names of users and groups come from strangers: nothing of theirs may move the operator's cursor.</summary>
    private static string Safe(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
