using Chat.Node.Admin.Commands;
using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Logs;

/// <summary>What the palette <c>log</c> does.</summary>
internal sealed class LogCommands(LogRing ring, LogLevels levels) : IPalette
{
    private const int DefaultLines = 20;

    public PaletteDefinition Definition => LogPalette.Definition;

    public Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation) => call.Command.Name switch
    {
        "peek" => PeekAsync(call, answer),
        "tail" => TailAsync(call, answer, cancellation),
        _ => LevelAsync(call, answer),
    };

    private async Task PeekAsync(CommandCall call, IAnswer answer)
    {
        var lines = call.Number("-n", 1, LogRing.Capacity, DefaultLines);
        foreach (var line in ring.Newest.Where(Wanted(call)).TakeLast(lines))
            await answer.LineAsync(LogText.LineOf(line), LogText.DataOf(line));
    }

    private async Task TailAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var wanted = Wanted(call);
        using var listener = ring.Listen();
        await foreach (var line in listener.Lines.ReadAllAsync(cancellation))
            if (wanted(line))
                await answer.LineAsync(LogText.LineOf(line), LogText.DataOf(line));
    }

    private async Task LevelAsync(CommandCall call, IAnswer answer)
    {
        var category = call.Value("-c") ?? "";
        if (call.Value("-l") is not null) levels.Change(category, LevelOf(call));
        var set = levels.Set;
        foreach (var (name, level) in set)
            await answer.LineAsync(LogText.LevelOf(name, level));
        if (set.Count == 0) await answer.LineAsync("As configured (section Logging).");
    }

    private static Func<LogLine, bool> Wanted(CommandCall call)
    {
        var level = call.Value("-l") is null ? LogLevel.Trace : LevelOf(call);
        var category = call.Value("-c") ?? "";
        return line => line.Level >= level && line.Category.StartsWith(category, StringComparison.OrdinalIgnoreCase);
    }

    private static LogLevel LevelOf(CommandCall call) =>
        Enum.TryParse<LogLevel>(call.Value("-l"), ignoreCase: true, out var level) && Enum.IsDefined(level) && !char.IsAsciiDigit(call.Value("-l")![0])
            ? level
            : throw call.Misused($"-l takes one of {string.Join(", ", Enum.GetValues<LogLevel>().Select(LogText.NameOf))}, not '{call.Value("-l")}'");
}
