using System.CommandLine;

namespace Chat.Bench.Commands;

/// <summary>All commands of the program.</summary>
internal static class CommandTree
{
    public static RootCommand Create() => new("Load generator of Chat.Akka, and the roofs it is measured against.")
    {
        WorkloadCommands.Closed(),
        WorkloadCommands.Open(),
        WorkloadCommands.Idle(),
        WorkloadCommands.Storm(),
        WorkloadCommands.Sparse(),
        GroupsCommand.Create(),
        DevicesCommand.Create(),
        ClusterCommand.Create(),
        RollingCommand.Create(),
        SoakCommand.Create(),
        RoofsCommand.Create(),
        CompareCommand.Create(),
        JournalCommand.Create(),
        RelayCommand.Create(),
        JournalWriterCommand.Create(),
    };

    /// <summary>Names separated by commas, in any case.</summary>
    public static T[] Choose<T>(string names)
        where T : struct, Enum
        => [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name =>
            Enum.TryParse<T>(name, ignoreCase: true, out var value)
                ? value
                : throw new BenchException($"There is no {name}; choose from {Names<T>()}."))];

    public static string Names<T>()
        where T : struct, Enum
        => string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant();

    /// <summary>Runs a command's body: what the bench itself has to say goes to the terminal without a stack trace.</summary>
    public static void SetBody(this Command command, Func<ParseResult, bool> body) => command.SetAction(parsed =>
    {
        try
        {
            return body(parsed) ? 0 : 1;
        }
        catch (BenchException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    });
}
