namespace Chat.Faults.Tests.Running;

/// <summary>What happened to nodes and database, and when. Thread-safe.</summary>
internal sealed class Timeline(RunClock clock, Action<string> print)
{
    private readonly Lock _gate = new();
    private readonly List<(TimeSpan At, string What)> _entries = [];

    public void Add(string what)
    {
        var at = clock.Now;
        lock (_gate) _entries.Add((at, what));
        print($"{RunClock.Text(at)} {what}");
    }

    public override string ToString()
    {
        lock (_gate) return string.Join('\n', _entries.Select(e => $"{RunClock.Text(e.At)} {e.What}"));
    }
}
