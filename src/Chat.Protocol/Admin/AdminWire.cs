namespace Chat.Protocol.Admin;

/// <summary>
/// The protocol between a node's command host and its client: JSON objects, one a line, UTF-8, over TCP (TLS where configured). docs/admin.md
/// describes it. A reader ignores fields that it does not know.
/// </summary>
/// <remarks>
/// client: <c>{"hello":1,…}</c> · server: <c>{"hello":1,"palettes":[…]}</c> · client: <c>{"run":7,"command":"cluster show"}</c> · server:
/// <c>{"to":7,"text":"…"}</c> …, the last with <c>"final":true</c> · client, to end a stream: <c>{"cancel":7}</c>.
/// </remarks>
public static class AdminWire
{
    /// <summary>Both sides name it in their hello; they part where they differ.</summary>
    public const int Version = 1;

    public const int DefaultPort = 9110;

    /// <summary>Bytes of a line from a client.</summary>
    public const int MaxClientLine = 16 << 10;

    /// <summary>Bytes of a line from a node; the hello with all palettes is the longest.</summary>
    public const int MaxServerLine = 1 << 20;
}

/// <summary>A line from the client; one of <see cref="Hello"/>, <see cref="Run"/> and <see cref="Cancel"/> is set.</summary>
public sealed record ClientLine
{
    /// <summary>First line: the version of the protocol.</summary>
    public int? Hello { get; init; }

    /// <summary>With the hello, for the log: program, operating system's user and machine, as the client says.</summary>
    public string? Client { get; init; }
    public string? User { get; init; }
    public string? Machine { get; init; }

    /// <summary>With the hello, where the node asks for one.</summary>
    public string? Token { get; init; }

    /// <summary>Run <see cref="Command"/>; answers carry this number.</summary>
    public int? Run { get; init; }
    public string? Command { get; init; }

    /// <summary>End the command of that number.</summary>
    public int? Cancel { get; init; }
}

/// <summary>A line from the node: its hello, a line of an answer, or <see cref="Bye"/>.</summary>
public sealed record ServerLine
{
    public int? Hello { get; init; }

    /// <summary>Address of the node in its cluster, and its version.</summary>
    public string? Node { get; init; }
    public string? NodeVersion { get; init; }
    public string? Session { get; init; }
    public IReadOnlyList<PaletteDefinition>? Palettes { get; init; }

    /// <summary>The number of the command that this answers.</summary>
    public int? To { get; init; }
    public string? Text { get; init; }

    /// <summary>The same as the text says, in fields, where a program can use them.</summary>
    public System.Text.Json.Nodes.JsonNode? Data { get; init; }

    /// <summary>Lines of a screen, which replaces the one before.</summary>
    public IReadOnlyList<string>? Screen { get; init; }

    /// <summary>Why the command has failed, as <see cref="AdminErrors"/> names it; then the text says more.</summary>
    public string? Error { get; init; }

    /// <summary>The last line of the answer.</summary>
    public bool? Final { get; init; }

    /// <summary>The node ends the connection, and why.</summary>
    public string? Bye { get; init; }
}

/// <summary>The kinds of failure that a script tells apart.</summary>
public static class AdminErrors
{
    /// <summary>The command line is not one of the grammar; nothing was done.</summary>
    public const string Usage = "usage";

    /// <summary>It makes no sense as things are; nothing was done.</summary>
    public const string Refused = "refused";

    /// <summary>It was tried, and did not work or was not answered in time.</summary>
    public const string Failed = "failed";
}
