using Chat.Bench.Measurement;

namespace Chat.Bench.Report;

/// <summary>Numbers as a person reads them: three digits that matter, a dash for what is not known.</summary>
internal static class Format
{
    public const string Unknown = "-";

    public static string Number(double? value) => value switch
    {
        null => Unknown,
        >= 100 or <= -100 => $"{value:N0}",
        >= 10 => $"{value:0.0}",
        _ => $"{value:0.00}",
    };

    public static string Percent(double? part, double? whole) => whole > 0 && part is not null ? $"{100 * part / whole:0.#} %" : Unknown;

    public static string Milliseconds(LatencySummary? times) =>
        times is null ? Unknown : $"{Number(times.P50)} / {Number(times.P99)} / {Number(times.P999)} / {Number(times.Max)}";

    public static string MiB(long bytes) => bytes > 0 ? $"{bytes / 1048576.0:N0}" : Unknown;
}
