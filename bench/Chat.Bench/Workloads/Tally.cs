using Chat.Bench.Client;
using Chat.Bench.Measurement;

namespace Chat.Bench.Workloads;

/// <summary>
/// What an exchange counted. Rates count what happened within the measured window; latencies belong to the messages that were
/// <em>meant to be sent</em> within it, however late they were answered.
/// </summary>
internal sealed class Tally
{
    private const int FailuresShown = 10;

    private readonly List<string> _failures = [];
    private long _from = long.MaxValue;
    private long _to = long.MaxValue;
    private long _failed;

    public Latencies Ack { get; } = new();

    public Latencies Delivery { get; } = new();

    public long Acked { get; private set; }

    public long Delivered { get; private set; }

    /// <summary>All messages of the run, warm-up included.</summary>
    public long Sent { get; set; }

    /// <summary>Where a workload looks at every minute by itself.</summary>
    public RollingWindow? Rolling { get; set; }

    public long RepeatedDeliveries { get; set; }

    public long RepeatedAcks { get; set; }

    public long Resent { get; set; }

    public long Refused { get; set; }

    public long ConnectRetries { get; set; }

    /// <summary>Again after a pause in which everything was answered: the figures are then of all windows together.</summary>
    public void Open() => (_from, _to) = (Clock.Now, long.MaxValue);

    public void Close() => _to = Math.Min(_to, Clock.Now);

    public void CountAck(long intended, long now)
    {
        if (now >= _from && now < _to)
            Acked++;
        if (intended >= _from && intended < _to)
            Ack.Record(now - intended);
        Rolling?.CountAck(now - intended);
    }

    public void CountDelivery(long intended, long now)
    {
        if (now >= _from && now < _to)
            Delivered++;
        if (intended >= _from && intended < _to)
            Delivery.Record(now - intended);
        Rolling?.CountDelivery();
    }

    public void Fail(string problem)
    {
        if (_failed++ < FailuresShown)
            _failures.Add(problem);
    }

    public IReadOnlyList<string> Failures() =>
        _failed > FailuresShown ? [.. _failures, $"and {_failed - FailuresShown:N0} more"] : _failures;

    /// <summary>What is legal but worth knowing.</summary>
    public string Notes()
    {
        var notes = new List<string>();
        Note(ConnectRetries, "connects tried again");
        Note(RepeatedDeliveries, "redelivered");
        Note(RepeatedAcks, "acked again");
        Note(Resent, "sent again");
        Note(Refused, "refused as retryable");
        return string.Join(", ", notes);

        void Note(long count, string what)
        {
            if (count > 0)
                notes.Add($"{count:N0} {what}");
        }
    }
}
