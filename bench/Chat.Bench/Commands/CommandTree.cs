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
        RoofsCommand.Create(),
        CompareCommand.Create(),
        RelayCommand.Create(),
    };

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
