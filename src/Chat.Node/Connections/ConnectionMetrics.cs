using System.Diagnostics.Metrics;
using Chat.Protocol.Frames;

namespace Chat.Node.Connections;

/// <summary>What the edge counts, as the meter <c>Chat.Connections</c>.</summary>
internal sealed class ConnectionMetrics : IDisposable
{
    public const string MeterName = "Chat.Connections";

    private readonly Meter _meter;
    private readonly UpDownCounter<long> _open;
    private readonly UpDownCounter<long> _attached;
    private readonly Counter<long> _framesIn;
    private readonly Counter<long> _framesOut;
    private readonly Counter<long> _sends;
    private readonly Counter<long> _resends;
    private readonly Counter<long> _acks;
    private readonly Histogram<double> _ackDuration;
    private readonly Counter<long> _errors;
    private readonly Counter<long> _closes;

    public ConnectionMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _open = _meter.CreateUpDownCounter<long>("chat.connections.open", "{connection}", "Open sockets.");
        _attached = _meter.CreateUpDownCounter<long>("chat.connections.attached", "{connection}", "Sockets that are attached to their user.");
        _framesIn = _meter.CreateCounter<long>("chat.frames.in", "{frame}", "Text frames received.");
        _framesOut = _meter.CreateCounter<long>("chat.frames.out", "{frame}", "Text frames written.");
        _sends = _meter.CreateCounter<long>("chat.sends", "{message}", "Sends handed to recipients' entities, without repetitions.");
        _resends = _meter.CreateCounter<long>("chat.sends.repeated", "{message}", "Sends handed over once more.");
        _acks = _meter.CreateCounter<long>("chat.sends.acked", "{message}", "Sends acknowledged to clients.");
        _ackDuration = _meter.CreateHistogram<double>("chat.sends.duration", "s", "From taking a send to its ack.");
        _errors = _meter.CreateCounter<long>("chat.frames.refused", "{frame}", "Error frames, by code.");
        _closes = _meter.CreateCounter<long>("chat.connections.closed", "{connection}", "Sockets closed by the server, by code.");
    }

    public void Opened() => _open.Add(1);

    public void Ended() => _open.Add(-1);

    public void Attached() => _attached.Add(1);

    public void Detached() => _attached.Add(-1);

    public void FrameIn() => _framesIn.Add(1);

    public void FramesOut(int count) => _framesOut.Add(count);

    public void Sent(bool again) => (again ? _resends : _sends).Add(1);

    /// <param name="milliseconds">Since the send was taken.</param>
    public void Acked(long milliseconds)
    {
        _acks.Add(1);
        _ackDuration.Record(milliseconds / 1000.0);
    }

    public void Refused(ErrorCode code) => _errors.Add(1, new KeyValuePair<string, object?>("code", code.ToWire()));

    public void Closed(int code) => _closes.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Dispose() => _meter.Dispose();
}
