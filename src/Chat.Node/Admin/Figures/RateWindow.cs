using System.Diagnostics.Metrics;

namespace Chat.Node.Admin.Figures;

/// <summary>What the node's meters count while it lives. Nothing is listened to when nobody asks, so the message path pays nothing for it.</summary>
internal sealed class RateWindow : IDisposable
{
    /// <summary>More would say nothing more about a percentile.</summary>
    private const int MaxDurations = 10_000;

    private readonly MeterListener _listener = new();
    private readonly Lock _sync = new();
    private readonly List<double> _commits = [];
    private readonly List<double> _acks = [];
    private long _sends, _framesIn, _framesOut, _events;

    public RateWindow()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name is "chat.sends.acked" or "chat.frames.in" or "chat.frames.out" or "chat.journal.commit.rows" or "chat.journal.commit.duration" or "chat.sends.duration")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Count(instrument.Name, value));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Count(instrument.Name, value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name == "chat.sends.duration" ? _acks : _commits, value));
        _listener.Start();
    }

    public long Sends => Interlocked.Read(ref _sends);

    public long FramesIn => Interlocked.Read(ref _framesIn);

    public long FramesOut => Interlocked.Read(ref _framesOut);

    /// <summary>Made durable by the journal.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <returns>Duration of a durable write in milliseconds; 0 where nothing was written.</returns>
    public double CommitMs(double percentile) => Percentile(_commits, percentile);

    /// <returns>From taking a client's send to its ack; 0 where none was sent.</returns>
    public double AckMs(double percentile) => Percentile(_acks, percentile);

    private double Percentile(List<double> durations, double percentile)
    {
        lock (_sync)
        {
            if (durations.Count == 0) return 0;
            durations.Sort();
            return durations[Math.Min(durations.Count - 1, (int)(percentile * durations.Count))] * 1000;
        }
    }

    private void Count(string name, long value)
    {
        switch (name)
        {
            case "chat.sends.acked": Interlocked.Add(ref _sends, value); break;
            case "chat.frames.in": Interlocked.Add(ref _framesIn, value); break;
            case "chat.frames.out": Interlocked.Add(ref _framesOut, value); break;
            case "chat.journal.commit.rows": Interlocked.Add(ref _events, value); break;
        }
    }

    private void Add(List<double> durations, double seconds)
    {
        lock (_sync)
            if (durations.Count < MaxDurations)
                durations.Add(seconds);
    }

    public void Dispose() => _listener.Dispose();
}
