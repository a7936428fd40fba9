using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Commands;

/// <summary><c>palette command -switch value</c>: from a line to a call. Names of palettes, commands and short switches are good in both cases.</summary>
internal static class CommandGrammar
{
    /// <exception cref="CommandException">It does not fit: with the line that would.</exception>
    public static (IPalette Palette, CommandCall Call) Parse(string line, IReadOnlyList<IPalette> palettes, AdminCaller caller)
    {
        if (!CommandWords.TrySplit(line, out var words))
            throw Misused("A quote is not closed.");
        if (words.Count == 0)
            throw Misused("Nothing to do; 'help' lists the commands.");
        var palette = palettes.FirstOrDefault(p => Same(p.Definition.Name, words[0]))
                      ?? throw Misused($"There is no palette '{words[0]}'. There are: {string.Join(", ", palettes.Select(p => p.Definition.Name))}.");
        var definition = palette.Definition;
        var (command, next) = CommandIn(definition, words);
        var values = new Dictionary<string, IReadOnlyList<string>>();
        while (next < words.Count)
        {
            var word = words[next++];
            var given = command.Switches.FirstOrDefault(s => s.IsNamed(word))
                        ?? throw Misused($"There is no switch '{word}'. usage: {command.Usage(definition.Name)}");
            string[] value = [];
            if (given.Value is not null)
                value = next < words.Count ? [words[next++]] : throw Misused($"{word} wants {given.Value}. usage: {command.Usage(definition.Name)}");
            var before = values.GetValueOrDefault(given.Names[0]);
            if (before is not null && !given.Repeatable)
                throw Misused($"{word} is given twice. usage: {command.Usage(definition.Name)}");
            values[given.Names[0]] = [.. before ?? [], .. value];
        }

        if (command.Switches.FirstOrDefault(s => s.Required && !values.ContainsKey(s.Names[0])) is { } missing)
            throw Misused($"{missing.Names[0]} is missing. usage: {command.Usage(definition.Name)}");
        return (palette, new CommandCall(definition, command, values, caller, line.Trim()));
    }

    private static (CommandDefinition Command, int Next) CommandIn(PaletteDefinition palette, IReadOnlyList<string> words)
    {
        // The one with more words first: "shards rebalance" before a "shards".
        foreach (var command in palette.Commands.OrderByDescending(c => c.Name.Count(letter => letter == ' ')))
        {
            var name = command.Name.Split(' ');
            if (words.Count > name.Length && name.Zip(words.Skip(1), Same).All(same => same))
                return (command, 1 + name.Length);
        }

        var there = string.Join(", ", palette.Commands.Select(c => c.Name));
        throw Misused(words.Count == 1
            ? $"'{palette.Name}' wants a command: {there}."
            : $"There is no command '{words[1]}' in '{palette.Name}'. There are: {there}.");
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static CommandException Misused(string what) => new(AdminErrors.Usage, what);
}
