using System.Globalization;
using System.Net;
using Chat.Protocol.Admin;

namespace Chat.Admin;

/// <summary>The command line of the client: <c>pbm [host:port] [options] [command]</c>.</summary>
/// <param name="Command">Null: a prompt.</param>
internal sealed record ClientOptions(string Host, int Port, string? Command)
{
    public const string HostVariable = "PBM_HOST";
    public const string TokenVariable = "PBM_TOKEN";

    public const string Text = """
        usage: pbm [host:port] [options] [command]

        Without an address: PBM_HOST, or 127.0.0.1:9110. Without a command: a prompt. 'pbm help' lists the commands of the node.

        options, before the command:
          --json          one JSON object for each line of the answer
          --token TOKEN   what the node asks for (Chat__Admin__Token); better in PBM_TOKEN, where others do not see it
          --tls           the node has a certificate, which this machine trusts
          --ca FILE       likewise, issued by these (PEM)
          --version
          --help

        exit codes: 0 done, 1 refused or failed, 2 wrong command line or no connection, 130 ended by Ctrl-C
        """;

    public bool Json { get; init; }
    public string? Token { get; init; }
    public bool Tls { get; init; }
    public string? CaFile { get; init; }

    /// <summary>Only this is to be printed: help or version.</summary>
    public bool ShowHelp { get; init; }
    public bool ShowVersion { get; init; }

    public string Address => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <exception cref="OptionException">What is wrong with it.</exception>
    public static ClientOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var (host, port) = AddressOf(environment(HostVariable) is { Length: > 0 } set ? set : $"127.0.0.1:{AdminWire.DefaultPort}")
                           ?? throw new OptionException($"{HostVariable}: '{environment(HostVariable)}' is no host:port.");
        var options = new ClientOptions(host, port, null) { Token = environment(TokenVariable) is { Length: > 0 } token ? token : null };
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--json": options = options with { Json = true }; break;
                case "--tls": options = options with { Tls = true }; break;
                case "--token": options = options with { Token = ValueAfter(args, ref i) }; break;
                case "--ca": options = options with { CaFile = ValueAfter(args, ref i), Tls = true }; break;
                case "--help" or "-h": return options with { ShowHelp = true };
                case "--version": return options with { ShowVersion = true };
                case ['-', ..]: throw new OptionException($"There is no option '{args[i]}'.");
                case var word when AddressOf(word) is { } address: options = options with { Host = address.Host, Port = address.Port }; break;
                // One word with blanks is a whole command in quotes.
                case var word when i == args.Count - 1 && word.Any(char.IsWhiteSpace): return options with { Command = word };
                default: return options with { Command = CommandWords.Join(args.Skip(i)) };
            }
        }

        return options;
    }

    private static string ValueAfter(IReadOnlyList<string> args, ref int i) =>
        i + 1 < args.Count ? args[++i] : throw new OptionException($"{args[i]} wants a value.");

    /// <summary><c>host:port</c>, <c>[::1]:port</c>, or an address alone; a name alone is a command.</summary>
    private static (string Host, int Port)? AddressOf(string word)
    {
        if (IPAddress.TryParse(word.Trim('[', ']'), out var bare) && !word.All(char.IsAsciiDigit)) return (bare.ToString(), AdminWire.DefaultPort);
        var colon = word.LastIndexOf(':');
        return colon > 0 && int.TryParse(word.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
               && !word.Any(char.IsWhiteSpace) && !word.Contains('/', StringComparison.Ordinal)
            ? (word[..colon].Trim('[', ']'), port)
            : null;
    }
}

/// <summary>A command line that cannot be understood.</summary>
internal sealed class OptionException(string message) : Exception(message);
