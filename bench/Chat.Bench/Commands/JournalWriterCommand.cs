using System.CommandLine;
using Chat.Bench.Journals;

namespace Chat.Bench.Commands;

/// <summary>The process of one journal, started by <c>bench journal</c>.</summary>
internal static class JournalWriterCommand
{
    public static Command Create()
    {
        var spec = new Argument<string>("spec");
        var command = new Command("journal-writer", "One journal, one part.") { spec };
        command.Hidden = true;
        command.SetBody(parsed =>
        {
            Console.WriteLine(JournalWriter.Run(JournalSpec.Parse(parsed.GetRequiredValue(spec))).ToLine());
            return true;
        });
        return command;
    }
}
