namespace Chat.Domain.Tests.Simulation;

/// <summary>Virtual time: it passes only where somebody runs it. The wall clock that entities see can jump; delays cannot.</summary>
internal sealed class Timeline
{
    private readonly PriorityQueue<Action, (long At, long Order)> _queue = new();
    private const int MostAtOnce = 20_000;
    private const int MostInAll = 1_000_000;
    private long _order;
    private long _actions;

    public Func<string, Exception> Failure { get; set; } = what => new BrokenRule(what);

    /// <summary>Everything that has happened so far.</summary>
    public long Actions => _actions;

    /// <summary>Milliseconds since the start, never backwards.</summary>
    public long Now { get; private set; }

    /// <summary>How wrong the wall clock is.</summary>
    public long Skew { get; set; }

    public long Wall => Start + Now + Skew;

    /// <summary>2024-11-05 12:00:00 UTC.</summary>
    public const long Start = 1_730_808_000_000;

    public void At(long at, Action action) => _queue.Enqueue(action, (Math.Max(at, Now), _order++));

    public void After(long ms, Action action) => At(Now + ms, action);

    public void Run(long ms)
    {
        var until = Now + ms;
        var busy = 0;
        while (_queue.TryPeek(out var action, out var due) && due.At <= until)
        {
            _queue.Dequeue();
            busy = due.At == Now ? busy + 1 : 0;
            if (busy > MostAtOnce) throw Failure($"something goes on for ever at {Now} ms");
            Now = due.At;
            _actions++;
            if (_actions > MostInAll) throw Failure($"more than {MostInAll} things have happened by {Now} ms");
            action();
        }

        Now = until;
    }
}
