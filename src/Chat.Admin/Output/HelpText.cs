using Chat.Protocol.Admin;

namespace Chat.Admin.Output;

/// <summary>Help, made of what the node has declared: <c>help</c>, <c>help cluster</c>, <c>help cluster down</c>, <c>cluster help</c>.</summary>
internal static class HelpText
{
    /// <returns>Null where the line asks for something else.</returns>
    public static IReadOnlyList<string>? For(string line, IReadOnlyList<PaletteDefinition> palettes)
    {
        if (!CommandWords.TrySplit(line, out var words)) return null;
        return words.ToArray() switch
        {
            ["help" or "?"] => OfAll(palettes),
            ["help" or "?", var palette, .. var command] => Of(palette, string.Join(' ', command), palettes),
            [var palette, "help" or "?" or "--help", ..] => Of(palette, "", palettes),
            [var palette, .. var command, "help" or "--help"] => Of(palette, string.Join(' ', command), palettes),
            _ => null,
        };
    }

    private static List<string> OfAll(IReadOnlyList<PaletteDefinition> palettes)
    {
        var lines = new List<string>();
        foreach (var palette in palettes)
        {
            lines.Add($"{palette.Name}: {palette.Text}");
            lines.AddRange(Commands(palette));
        }

        lines.Add("'help PALETTE COMMAND' says more. Streams end by Ctrl-C.");
        return lines;
    }

    private static IReadOnlyList<string> Of(string name, string command, IReadOnlyList<PaletteDefinition> palettes)
    {
        if (palettes.FirstOrDefault(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } palette)
            return [$"There is no palette '{name}'. There are: {string.Join(", ", palettes.Select(p => p.Name))}."];
        if (command.Length == 0) return [$"{palette.Name}: {palette.Text}", .. Commands(palette)];
        var one = palette.Commands.FirstOrDefault(c => string.Equals(c.Name, command, StringComparison.OrdinalIgnoreCase));
        return one is null
            ? [$"There is no command '{command}' in '{palette.Name}'.", .. Commands(palette)]
            : [one.Text, $"usage: {one.Usage(palette.Name)}", .. one.Switches.Select(OfSwitch)];
    }

    private static IEnumerable<string> Commands(PaletteDefinition palette)
    {
        var width = palette.Commands.Max(c => c.Usage("").Length);
        return palette.Commands.Select(c => $"  {palette.Name}{c.Usage("").PadRight(Math.Min(width, 44))}  {c.Text}");
    }

    private static string OfSwitch(SwitchDefinition s)
    {
        var suggestions = s.Suggestions.Count > 0 ? $" ({string.Join(", ", s.Suggestions)})" : "";
        return $"  {string.Join(", ", s.Names)}{(s.Value is null ? "" : $" {s.Value}")}  {s.Text}{suggestions}";
    }
}
