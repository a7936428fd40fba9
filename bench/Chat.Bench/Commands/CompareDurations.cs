using System.CommandLine;
using Chat.Bench.Report;

namespace Chat.Bench.Commands;

/// <summary>How long each part of a comparison lasts, and how many connections the large ones take.</summary>
internal sealed class CompareDurations
{
    private readonly Option<double> _warmUp = LoadOptions.Seconds("--warmup", "Seconds of load before measuring.", 5);
    private readonly Option<double> _seconds = LoadOptions.Seconds("--seconds", "Seconds measured, closed and open loops.", 10);
    private readonly Option<double> _database = LoadOptions.Seconds("--database-seconds", "Seconds measured, database roofs.", 6);
    private readonly Option<double> _idle = LoadOptions.Seconds("--idle-seconds", "Seconds of idleness measured.", 30);
    private readonly Option<double> _settle = LoadOptions.Seconds("--settle", "Seconds between the last connection and idleness.", 20);
    private readonly Option<double> _sparse = LoadOptions.Seconds("--sparse-seconds", "Seconds of sparse traffic.", 180);
    private readonly Option<int> _connections = LoadOptions.Int("--connections", "Connections of idle and sparse.", 10_000);
    private readonly Option<int> _tries = LoadOptions.Int("--tries", "Runs of one figure at most, while other processes disturb it; the calmest counts.", 1);
    private readonly Option<double> _patience = LoadOptions.Seconds("--patience", "Seconds to wait for a calm machine before each run.", 0);

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_warmUp, _seconds, _database, _idle, _settle, _sparse, _connections, _tries, _patience])
            command.Options.Add(option);
    }

    public Durations Read(ParseResult parsed) => new(
        Span(parsed, _warmUp), Span(parsed, _seconds), Span(parsed, _database), Span(parsed, _idle), Span(parsed, _settle),
        Span(parsed, _sparse), parsed.GetValue(_connections), parsed.GetValue(_tries), Span(parsed, _patience));

    private static TimeSpan Span(ParseResult parsed, Option<double> option) => TimeSpan.FromSeconds(parsed.GetValue(option));
}
