using System.Text;

namespace Chat.Bench.Report;

/// <summary>A soak, line by line while it runs, and first third against last third at its end.</summary>
internal static class SoakReport
{
    /// <summary>What a mean of some minutes may move by without anything being wrong.</summary>
    private const double Flat = 0.10;

    private const int Width = 13;

    public static string Window(TimeSpan dedup) =>
        $"Repeated sends are recognised for {dedup.TotalMinutes:0} minutes instead of a day, unless --node-env says otherwise: what they take stops growing then.\n";

    public static string Heading() => Line("minute", SoakMinute.Figures.Select(f => f.Name));

    public static string Of(SoakMinute minute) => Line($"{minute.Number}", SoakMinute.Figures.Select(f => Format.Number(f.Of(minute))));

    public static string Trend(IReadOnlyList<SoakMinute> minutes)
    {
        var third = minutes.Count / 3;
        if (third == 0)
            return "Too short for a trend.\n";
        var text = new StringBuilder();
        var notFlat = new List<string>();
        foreach (var figure in SoakMinute.Figures)
        {
            if (Mean(minutes.Take(third), figure) is not { } first || Mean(minutes.TakeLast(third), figure) is not { } last)
                continue;
            var change = first == 0 ? (last == 0 ? 0 : double.PositiveInfinity) : (last - first) / first;
            var verdict = Math.Abs(change) <= Flat ? "flat" : change > 0 ? "growing" : "falling";
            text.AppendLine($"{figure.Name,-Width} first third {Format.Number(first),9}, last third {Format.Number(last),9}: {100 * change:+0.0;-0.0;0} %, {verdict}");
            if (figure.IsJudged && change > Flat)
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
