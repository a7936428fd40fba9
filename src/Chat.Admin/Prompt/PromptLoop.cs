using Chat.Admin.Output;

namespace Chat.Admin.Prompt;

/// <summary><c>[127.0.0.1:9110] pbm&gt;</c>: line by line, until <c>exit</c>. Lines from a file or pipe are taken without a prompt.</summary>
internal sealed class PromptLoop(ClientOptions options, AnswerPrinter printer, Interrupt interrupt, AdminConnection connection)
{
    private AdminConnection? _anew;

    private AdminConnection Connection => _anew ?? connection;

    /// <returns>Of the last command that did not end well; 0 where all did.</returns>
    public async Task<int> RunAsync()
    {
        var interactive = !Console.IsInputRedirected;
        var history = new CommandHistory(interactive ? HistoryFile : null);
        if (interactive) Welcome();
        var result = ExitCodes.Done;
        while (Read(interactive, history)?.Trim() is { } line)
        {
            if (line is "exit" or "quit") break;
            if (line.Length == 0 || line[0] == '#') continue;
            history.Add(line);
            if (interactive) interrupt.Reset();
            if (await RunAsync(line) is > 0 and var code) result = code;
            if (!interactive && interrupt.Token.IsCancellationRequested) break;
        }

        _anew?.Dispose();
        return interactive ? ExitCodes.Done : result;
    }

    private string? Read(bool interactive, CommandHistory history) => interactive
        ? LineEditor.Read($"[{options.Address}] pbm> ", new LineBuffer(history.Lines, text => Completion.Of(text, Connection.Palettes)))
        : Console.In.ReadLine();

    private async Task<int> RunAsync(string line)
    {
        try
        {
            return await new CommandRun(Connection, printer).RunAsync(line, interrupt.Token);
        }
        catch (ConnectionException e)
        {
            // The node ends sessions that were idle; a new one does as well. The command is not repeated: it may have been done.
            await Console.Error.WriteLineAsync($"pbm: {e.Message}");
            if (await ReconnectAsync()) await Console.Error.WriteLineAsync("pbm: connected anew; give the command again unless it was done.");
            return ExitCodes.NotTried;
        }
    }

    private async Task<bool> ReconnectAsync()
    {
        try
        {
            var anew = await AdminConnection.OpenAsync(options, interrupt.Token);
            _anew?.Dispose();
            _anew = anew;
            return true;
        }
        catch (Exception e) when (e is ConnectionException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"pbm: {e.Message}");
            return false;
        }
    }

    private void Welcome()
    {
        Console.WriteLine($"Connected to {Connection.Hello.Node} at {options.Address}, version {Connection.Hello.NodeVersion}.");
        Console.WriteLine($"{Connection.Palettes.Sum(p => p.Commands.Count)} commands downloaded from server. 'help' lists them; Ctrl-C ends a stream, 'exit' the session.");
    }

    private static string HistoryFile => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pbm_history");
}
