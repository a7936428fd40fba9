using System.Text;
using Chat.Bench.Measurement;

namespace Chat.Bench.Report;

/// <summary>A soak, line by line while it runs, and at its end the two halves of what came after it had filled up.</summary>
internal static class SoakReport
{
    /// <summary>What a mean of some minutes may move by without anything being wrong; beyond it, it is wrong where there is a trend that chance does not explain.</summary>
    private const double Flat = 0.10;

    private const int Width = 13;

    public static string Window(TimeSpan dedup) =>
        $"Repeated sends are recognised for {dedup.TotalMinutes:0} minutes instead of a day, unless --node-env says otherwise: what they take stops growing then.\n";

    public static string Heading() => Line("minute", SoakMinute.Figures.Select(f => f.Name));

    public static string Of(SoakMinute minute) => Line($"{minute.Number}", SoakMinute.Figures.Select(f => Format.Number(f.Of(minute))));

    /// <param name="filling">Minutes at the beginning in which sizes grow by intent: until as much expires as comes.</param>
    public static string Trend(IReadOnlyList<SoakMinute> minutes, int filling)
    {
        var half = (minutes.Count - filling) / 2;
        if (half <= 0)
            return $"Too short for a trend: it fills up for {filling} minutes.\n";
        var text = new StringBuilder($"After {minutes.Count - 2 * half} minutes in which it fills up:\n");
        var notFlat = new List<string>();
        foreach (var figure in SoakMinute.Figures)
        {
            if (Mean(minutes.TakeLast(2 * half).Take(half), figure) is not { } first || Mean(minutes.TakeLast(half), figure) is not { } last)
                continue;
            var change = first == 0 ? (last == 0 ? 0 : double.PositiveInfinity) : (last - first) / first;
            var trend = MannKendall.Of([.. minutes.TakeLast(2 * half).Select(m => figure.Of(m) ?? 0)]);
            var isTrend = Math.Abs(change) > Flat && Math.Abs(trend) > MannKendall.Significant;
            var verdict = !isTrend ? "flat" : change > 0 ? "growing" : "falling";
            text.AppendLine($"{figure.Name,-Width} first half {Format.Number(first),9}, last half {Format.Number(last),9}: {100 * change:+0.0;-0.0;0} %, trend {trend:+0.0;-0.0;0} sigma, {verdict}");
            if (figure.IsJudged && isTrend && change > 0)
                notFlat.Add(figure.Name);
        }

        if (minutes[^1].Behind > minutes[^1].Messages.Rate)
        {
            text.AppendLine("LIMIT: at the end more than a second's messages were waiting: single messages cost more than those of the closed loop, "
                + "and this rate cannot be carried. Choose less by --load or --rate; the verdict below is about an overload.");
        }

        text.AppendLine(notFlat.Count == 0
            ? $"Sizes, dead rows, memory and latency flat over {minutes.Count} minutes: met"
            : $"Sizes, dead rows, memory and latency flat over {minutes.Count} minutes: NOT MET, growing: {string.Join(", ", notFlat)}");
        return text.ToString();
    }

    private static double? Mean(IEnumerable<SoakMinute> minutes, SoakFigure figure) => minutes.Average(figure.Of);

    private static string Line(string first, IEnumerable<string> cells) => $"{first,6} {string.Join(' ', cells.Select(c => c.PadLeft(Width)))}";
}
