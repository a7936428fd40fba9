using Chat.Protocol.Admin;

namespace Chat.Admin.Prompt;

/// <summary>What may stand at the end of a line that is being written, by the palettes of the node.</summary>
internal static class Completion
{
    /// <returns>Whole words, sorted; the last word of the line is the beginning of each.</returns>
    public static IReadOnlyList<string> Of(string line, IReadOnlyList<PaletteDefinition> palettes)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var last = line.Length == 0 || line[^1] == ' ' ? "" : words[^1];
        if (last.Length > 0) words.RemoveAt(words.Count - 1);
        return [.. Candidates(words, palettes).Where(c => c.StartsWith(last, StringComparison.OrdinalIgnoreCase)).Distinct().Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Candidates(List<string> before, IReadOnlyList<PaletteDefinition> palettes)
    {
        if (before.Count == 0) return palettes.Select(p => p.Name).Append("help").Append("exit");
        if (before is ["help", .. var rest]) return rest.Count == 0 ? palettes.Select(p => p.Name) : Commands(rest, palettes);
        return Commands(before, palettes);
    }

    private static IEnumerable<string> Commands(List<string> before, IReadOnlyList<PaletteDefinition> palettes)
    {
        if (palettes.FirstOrDefault(p => string.Equals(p.Name, before[0], StringComparison.OrdinalIgnoreCase)) is not { } palette) return [];
        var given = before.Skip(1).ToList();
        var command = palette.Commands.OrderByDescending(c => c.Name.Length).FirstOrDefault(c => Begins(given, c.Name.Split(' ')));
        return command is null
            ? palette.Commands.Select(c => c.Name.Split(' ')).Where(name => name.Length > given.Count && Begins(name, given)).Select(name => name[given.Count])
            : Switches(command, given);
    }

    private static IEnumerable<string> Switches(CommandDefinition command, List<string> given)
    {
        if (command.Switches.FirstOrDefault(s => given.Count > 0 && s.IsNamed(given[^1])) is { Value: not null } open) return open.Suggestions;
        return command.Switches.Where(s => s.Repeatable || !given.Any(s.IsNamed)).Select(s => s.Names[0]);
    }

    private static bool Begins(IReadOnlyList<string> words, IReadOnlyList<string> with) =>
        words.Count >= with.Count && with.Select((word, i) => string.Equals(word, words[i], StringComparison.OrdinalIgnoreCase)).All(same => same);
}
