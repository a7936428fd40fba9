using Chat.Admin.Output;
using Chat.Protocol.Admin;

namespace Chat.Admin;

/// <summary>One command, from its line to its exit code. Help is answered here, from the palettes that the node has sent.</summary>
internal sealed class CommandRun(AdminConnection connection, AnswerPrinter printer)
{
    /// <exception cref="ConnectionException">The node has gone meanwhile.</exception>
    public async Task<int> RunAsync(string command, CancellationToken cancellation)
    {
        if (HelpText.For(command, connection.Palettes) is { } help)
        {
            foreach (var line in help)
                printer.Print(line);
            return ExitCodes.Done;
        }

        // After Ctrl-C the node ends the command, and says so; not waited for without end.
        var last = connection.RunAsync(command, printer.Print, cancellation);
        var interrupted = new TaskCompletionSource();
        await using (cancellation.Register(() => interrupted.TrySetResult()))
            if (await Task.WhenAny(last, interrupted.Task) != last)
                await Task.WhenAny(last, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None));
        if (cancellation.IsCancellationRequested) return ExitCodes.Interrupted;
        return (await last).Error switch
        {
            null => ExitCodes.Done,
            AdminErrors.Usage => ExitCodes.NotTried,
            _ => ExitCodes.NotDone,
        };
    }
}
