using Chat.Bench.Client;

namespace Chat.Bench.Measurement;

/// <summary>
/// Gets the best out of a machine that others use too: waits for a calm moment, and measures again when it did not last. Chosen is
/// the run with the least foreign load, never the one with the best figure.
/// </summary>
internal sealed class Undisturbed(int tries, TimeSpan patience)
{
    private const double CalmCores = 0.15;

    public T Run<T>(Func<T> measure, Func<T, double> foreignCores)
    {
        var best = default(T)!;
        for (var attempt = 1; attempt <= Math.Max(1, tries); attempt++)
        {
            WaitForCalm();
            var result = measure();
            if (attempt == 1 || foreignCores(result) < foreignCores(best))
                best = result;
            if (foreignCores(best) <= CalmCores)
                break;
        }

        return best;
    }

    private void WaitForCalm()
    {
        var end = Clock.Now + Clock.Nanoseconds(patience);
        while (Clock.Now < end)
        {
            var first = Reading.Take(null, null);
            Thread.Sleep(1000);
            if (Reading.Take(null, null).Since(first).ForeignCores <= CalmCores)
                return;
        }
    }
}
