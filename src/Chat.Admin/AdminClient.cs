using System.Reflection;
using Chat.Admin.Output;
using Chat.Admin.Prompt;

namespace Chat.Admin;

/// <summary>The client: one command and out, or a prompt.</summary>
internal static class AdminClient
{
    public static string Version { get; } =
        typeof(AdminClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(string[] args, Func<string, string?> environment) =>
        RunAsync(args, environment, Console.Out, Console.Error, !Console.IsOutputRedirected);

    internal static async Task<int> RunAsync(
        string[] args, Func<string, string?> environment, TextWriter output, TextWriter errors, bool outputIsTerminal)
    {
        try
        {
            var options = ClientOptions.Parse(args, environment);
            if (options.ShowHelp || options.ShowVersion)
            {
                await output.WriteLineAsync(options.ShowHelp ? ClientOptions.Text : Version);
                return ExitCodes.Done;
            }

            using var interrupt = new Interrupt();
            using var connection = await AdminConnection.OpenAsync(options, interrupt.Token);
            var printer = new AnswerPrinter(output, errors, options.Json, screens: outputIsTerminal && !options.Json);
            return options.Command is { } command
                ? await new CommandRun(connection, printer).RunAsync(command, interrupt.Token)
                : await new PromptLoop(options, printer, interrupt, connection).RunAsync();
        }
        catch (Exception e) when (e is OptionException or ConnectionException)
        {
            await errors.WriteLineAsync($"pbm: {e.Message}");
            return ExitCodes.NotTried;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (IOException)
        {
            return ExitCodes.NotDone; // whoever reads our output has gone, as head does
        }
    }
}
