using System.Text;
using Chat.Bench.Devices;
using Chat.Bench.Measurement;

namespace Chat.Bench.Report;

/// <summary>A workload of devices as Markdown.</summary>
internal static class DeviceReport
{
    public static string Of(CatchUpResult run)
    {
        var table = new MarkdownTable("another device", "rounds", "messages/s, slowest / median / fastest", "ms to the last message, median / slowest",
            "to sync_done", "ms to auth_success", "server CPU s/100k", "database CPU", "client CPU", "others' cores", "written at msg/s");
        foreach (var rounds in run.Rounds.GroupBy(round => round.Beside))
        {
            table.Add(rounds.Key ? "on line, has them" : "none", $"{rounds.Count():N0}",
                $"{rounds.Min(r => r.Rate):N0} / {Median(rounds, r => r.Rate):N0} / {rounds.Max(r => r.Rate):N0}",
                Times(rounds, r => r.Last), Times(rounds, r => r.SyncDone), Times(rounds, r => r.Attach),
                Cpu(rounds, u => u.Server), Cpu(rounds, u => u.Database), Cpu(rounds, u => u.Client),
                Format.Number(rounds.Average(r => r.Usage.ForeignCores)), $"{Median(rounds, r => r.Messages / r.Seconds):N0}");
        }

        var text = new StringBuilder($"== devices catch-up {run.Messages} on {run.Target}\n\n{table}\n");
        RunReport.Chat(run.Chat, text);
        return Failures(text, run.Failures);
    }

    public static string Of(ReturnResult run)
    {
        var table = new MarkdownTable("ms", "p50", "max");
        Add("connecting to auth_success", run.Attach);
        Add("auth_success to the last message", run.Last);
        Add("auth_success to sync_done", run.SyncDone);
        Add("auth_success to both", run.CaughtUp);
        Add("connecting to both", run.Whole);
        var load = run.Load;
        var text = new StringBuilder($"== devices groups {load.Groups}, {load.NewsEach} messages in each of {load.News}, {load.Rounds} times, on {run.Target}\n\n{table}");
        text.AppendLine($"notes of news: {Format.Number(run.NotesARound)} a round");
        if (run.Notes.Length > 0)
            text.AppendLine($"legal, but {run.Notes}");
        return Failures(text, run.Failures);

        void Add(string what, LatencySummary? times) => table.Add(what, Format.Number(times?.P50), Format.Number(times?.Max));
    }

    private static string Failures(StringBuilder text, IEnumerable<string> failures)
    {
        foreach (var failure in failures)
            text.AppendLine($"FAILURE: {failure}");
        return text.ToString();
    }

    private static string Times(IEnumerable<CatchUpRound> rounds, Func<CatchUpRound, double> time) =>
        $"{Format.Number(Median(rounds, time))} / {Format.Number(rounds.Max(time))}";

    private static string Cpu(IEnumerable<CatchUpRound> rounds, Func<Usage, double?> part) =>
        Format.Number(rounds.Sum(round => part(round.Usage)) is { } seconds && part(rounds.First().Usage) is not null
            ? seconds * 100_000 / rounds.Sum(round => round.Messages)
            : null);

    private static double Median(IEnumerable<CatchUpRound> rounds, Func<CatchUpRound, double> figure)
    {
        double[] sorted = [.. rounds.Select(figure).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
