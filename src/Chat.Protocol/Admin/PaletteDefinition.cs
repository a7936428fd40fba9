namespace Chat.Protocol.Admin;

/// <summary>A family of commands, as the node declares it and the client downloads it.</summary>
/// <param name="Text">What it is for, one line.</param>
public sealed record PaletteDefinition(string Name, string Text, IReadOnlyList<CommandDefinition> Commands);

/// <param name="Name">One word or two: <c>show</c>, <c>cleanup run</c>.</param>
/// <param name="Text">What it does, one line.</param>
public sealed record CommandDefinition(string Name, string Text)
{
    public IReadOnlyList<SwitchDefinition> Switches { get; init; } = [];

    /// <summary>It goes on until the client ends it.</summary>
    public bool Streams { get; init; }

    /// <summary>It changes something: the node logs who has asked for it.</summary>
    public bool Changes { get; init; }

    /// <summary>How to write it, as errors and help show it.</summary>
    public string Usage(string palette) =>
        string.Join(' ', new[] { palette, Name }.Concat(Switches.Select(s => s.Usage)));
}

/// <param name="Names">With their dashes, the short one first: <c>-a</c>, <c>--address</c>. Single letters are good in both cases.</param>
public sealed record SwitchDefinition(IReadOnlyList<string> Names, string Text)
{
    /// <summary>Stands for its value in texts: <c>ADDRESS</c>; null where it takes none.</summary>
    public string? Value { get; init; }

    public bool Required { get; init; }

    /// <summary>With it a command that only looks otherwise changes something.</summary>
    public bool Changes { get; init; }

    /// <summary>It may be given several times.</summary>
    public bool Repeatable { get; init; }

    /// <summary>Values that the client offers.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    public string Usage
    {
        get
        {
            var one = Value is null ? Names[0] : $"{Names[0]} {Value}";
            if (Repeatable) one += $" [{one} …]";
            return Required ? one : $"[{one}]";
        }
    }

    public bool IsNamed(string word)
    {
        foreach (var name in Names)
            if (name.Length == 2 ? string.Equals(name, word, StringComparison.OrdinalIgnoreCase) : name == word)
                return true;
        return false;
    }
}
