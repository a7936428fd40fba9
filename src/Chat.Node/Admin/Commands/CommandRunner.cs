using System.Data.Common;
using Akka.Actor;
using Chat.Node.Problems;
using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Commands;

/// <summary>Runs command lines, whoever has sent them. What changes something is logged: who, from where, what, and how it ended.</summary>
internal sealed partial class CommandRunner(IEnumerable<IPalette> palettes, ILogger<CommandRunner> logger)
{
    private readonly IPalette[] _palettes = [.. palettes];

    public IReadOnlyList<PaletteDefinition> Palettes { get; } = [.. palettes.Select(p => p.Definition)];

    /// <returns>Null where it was done; else the kind of failure and what there is to say.</returns>
    public async Task<(string Kind, string Text)?> RunAsync(string line, AdminCaller caller, IAnswer answer, CancellationToken cancellation)
    {
        CommandCall call;
        IPalette palette;
        try
        {
            (palette, call) = CommandGrammar.Parse(line, _palettes, caller);
        }
        catch (CommandException e)
        {
            return (e.Kind, e.Message);
        }

        var failure = await RunAsync(palette, call, answer, cancellation);
        if (call.Changes)
        {
            var asked = OneLine(call.Text);
            if (failure is { } why) LogNotDone(caller.User, caller.From, caller.Session, asked, why.Kind, OneLine(why.Text));
            else LogDone(caller.User, caller.From, caller.Session, asked);
        }

        return failure;
    }

    private async Task<(string Kind, string Text)?> RunAsync(IPalette palette, CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        try
        {
            await palette.RunAsync(call, answer, cancellation);
            return null;
        }
        catch (CommandException e)
        {
            return (e.Kind, e.Message);
        }
        catch (ProblemException e)
        {
            return (AdminErrors.Failed, e.Message);
        }
        catch (Exception e) when (e is TimeoutException or AskTimeoutException)
        {
            return (AdminErrors.Failed, "No answer in time; it may or may not have been done.");
        }
        catch (DbException e)
        {
            return (AdminErrors.Failed, $"The database cannot be used: {OneLine(e.Message)}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return null; // ended by the one who asked
        }
#pragma warning disable CA1031 // a defect of a command is told to the operator and ends no more than the command
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFault(e, OneLine(call.Text));
            return (AdminErrors.Failed, $"The command has a fault ({e.GetType().Name}: {OneLine(e.Message)}); the node's log says more.");
        }
    }

    /// <summary>Nobody writes a second entry into the log by a line break.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();

    [LoggerMessage(1, LogLevel.Information, "Admin: done for {User} at {From} ({Session}): {Command}")]
    private partial void LogDone(string user, string from, string session, string command);

    [LoggerMessage(2, LogLevel.Warning, "Admin: not done for {User} at {From} ({Session}): {Command}: {Kind}, {Reason}")]
    private partial void LogNotDone(string user, string from, string session, string command, string kind, string reason);

    [LoggerMessage(3, LogLevel.Error, "Admin: {Command} has a fault")]
    private partial void LogFault(Exception cause, string command);
}
