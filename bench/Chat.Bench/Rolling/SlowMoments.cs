using System.Globalization;
using Chat.Bench.Client;

namespace Chat.Bench.Rolling;

/// <summary>When the messages were sent whose acks took too long, beside what was done to the nodes then. Half a second is a moment.</summary>
internal sealed class SlowMoments(TimeSpan limit)
{
    private readonly long _start = Clock.Now;
    private readonly SortedDictionary<long, (int Slow, long Longest)> _moments = [];
    private readonly List<(long At, string What)> _events = [];

    public void Happened(string what) => _events.Add((Clock.Now - _start, what));

    public void Acked(long sentAt, long took)
    {
        if (took < Clock.Nanoseconds(limit)) return;
        var moment = (sentAt - _start) / (Clock.Second / 2);
        var (slow, longest) = _moments.GetValueOrDefault(moment);
        _moments[moment] = (slow + 1, Math.Max(longest, took));
    }

    /// <summary>One line for each moment that had slow ones, and for what happened.</summary>
    public IEnumerable<string> Lines() => _moments
        .Select(m => (At: m.Key * (Clock.Second / 2), Text: string.Create(
            CultureInfo.InvariantCulture, $"{m.Value.Slow,5} sent within half a second waited, the longest {(double)m.Value.Longest / Clock.Second:0.0} s")))
        .Concat(_events.Select(e => (e.At, Text: "-- " + e.What)))
        .OrderBy(line => line.At)
        .Select(line => string.Create(CultureInfo.InvariantCulture, $"{(double)line.At / Clock.Second,6:0.0}  {line.Text}"));
}
