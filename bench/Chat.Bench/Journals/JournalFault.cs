namespace Chat.Bench.Journals;

/// <summary>The first thing that a journal did wrong: it ends the run, since what follows would be measured over fewer entities.</summary>
internal sealed class JournalFault
{
    private readonly object _gate = new(); // not a Lock: those cannot be waited on
    private string? _problem;

    public void Report(string problem)
    {
        lock (_gate)
        {
            _problem ??= problem;
            Monitor.PulseAll(_gate);
        }
    }

    /// <exception cref="BenchException">Something went wrong meanwhile.</exception>
    public void Sleep(TimeSpan span)
    {
        lock (_gate)
        {
            if (_problem is null)
                Monitor.Wait(_gate, span);
            if (_problem is not null)
                throw new BenchException(_problem);
        }
    }

    /// <summary>False when the limit came first.</summary>
    /// <exception cref="BenchException">Something went wrong meanwhile.</exception>
    public bool WaitFor(Func<bool> condition, TimeSpan limit)
    {
        for (var end = DateTime.UtcNow + limit; !condition(); Sleep(TimeSpan.FromMilliseconds(1)))
        {
            if (DateTime.UtcNow > end)
                return false;
        }

        return true;
    }
}
