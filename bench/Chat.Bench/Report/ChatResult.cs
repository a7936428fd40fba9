using Chat.Bench.Measurement;

namespace Chat.Bench.Report;

/// <summary>What people who were chatting noticed of a storm.</summary>
/// <param name="Messages">Meant to be sent during it.</param>
/// <param name="Before">Acks in the seconds before it.</param>
/// <param name="Ack">Acks of those messages.</param>
internal sealed record ChatResult(
    int Users, long Messages, LatencySummary? Before, LatencySummary? Ack, LatencySummary? Delivery, string Notes, IReadOnlyList<string> Failures)
{
    /// <summary>Acks in the calm right before each of several events; null where there was none.</summary>
    public LatencySummary? Between { get; init; }
}
