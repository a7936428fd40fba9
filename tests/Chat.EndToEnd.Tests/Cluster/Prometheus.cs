using System.Globalization;
using System.Text.RegularExpressions;

namespace Chat.EndToEnd.Tests.Cluster;

/// <summary>Prometheus' text format, read as strictly as it is written down.</summary>
internal static partial class Prometheus
{
    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary", "untyped", "unknown", "info"];

    public static Dictionary<string, double> Read(string text)
    {
        Assert.True(text.EndsWith('\n'), "the last line is not ended");
        var types = new Dictionary<string, string>();
        var samples = new Dictionary<string, double>();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.Length == 0 || line == "# EOF" || line.StartsWith("# HELP ", StringComparison.Ordinal) || line.StartsWith("# UNIT ", StringComparison.Ordinal)) continue;
            if (Type().Match(line) is { Success: true } type)
            {
                Assert.Contains(type.Groups[2].Value, Types);
                Assert.True(types.TryAdd(type.Groups[1].Value, type.Groups[2].Value), $"twice: {line}");
                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"not readable: {line}");
            var name = sample.Groups["name"].Value;
            Assert.True(types.ContainsKey(name) || types.ContainsKey(Suffix().Replace(name, "")), $"no type: {line}");
            var value = sample.Groups["value"].Value switch
            {
                "+Inf" => double.PositiveInfinity,
                "-Inf" => double.NegativeInfinity,
                var number => double.Parse(number, CultureInfo.InvariantCulture),
            };
            Assert.True(samples.TryAdd(name + Scope().Replace(sample.Groups["labels"].Value, "").Replace("{}", ""), value), $"twice: {line}");
        }

        return samples;
    }

    /// <summary>Of the metric that a sample belongs to: a histogram has several.</summary>
    public static string NameOf(string sample) => Regex.Replace(sample.Split('{')[0], "_(bucket|sum|count)$", "");

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) ([a-z]+)$")]
    private static partial Regex Type();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)*\})? (?<value>[-+]?[0-9.eE+-]+|[+-]Inf|NaN)( -?[0-9]+)?$""")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count|total|info)$")]
    private static partial Regex Suffix();

    /// <summary>Which library has counted, as OpenTelemetry adds it: of no interest here.</summary>
    [GeneratedRegex("""otel_scope_[a-z_]+="[^"]*",?""")]
    private static partial Regex Scope();
}
