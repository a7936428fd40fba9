using Chat.Bench.Client;

namespace Chat.Bench.Measurement;

/// <summary>Counts by the moment of the answer, in windows that follow each other: every message is in exactly one of them.</summary>
internal sealed class RollingWindow
{
    private Latencies _ack = new();
    private long _from = Clock.Now;
    private long _delivered;

    public void CountAck(long nanoseconds) => _ack.Record(nanoseconds);

    public void CountDelivery() => _delivered++;

    /// <summary>Ends the window and begins the next one.</summary>
    public WindowFigures Cut(long now)
    {
        var figures = new WindowFigures((now - _from) / (double)Clock.Second, _ack.Count, _delivered, _ack.Summary());
        (_ack, _from, _delivered) = (new Latencies(), now, 0);
        return figures;
    }
}

internal sealed record WindowFigures(double Seconds, long Acked, long Delivered, LatencySummary? Ack)
{
    /// <summary>The slower of acks and deliveries.</summary>
    public double Rate => Math.Min(Acked, Delivered) / Seconds;
}
