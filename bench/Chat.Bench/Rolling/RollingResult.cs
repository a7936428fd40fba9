using Chat.Bench.Measurement;

namespace Chat.Bench.Rolling;

/// <summary>What clients noticed of a rolling restart, from its beginning to the calm after its end.</summary>
/// <param name="Ack">From the first send to the ack, over all messages, repeated sends included.</param>
/// <param name="AckFromIntended">The same from the moment the message was meant to be sent: with the time in which its sender was away.</param>
/// <param name="Delivery">From the first send, to recipients who were on line all the while.</param>
/// <param name="DeliveryToAway">From the first send, to recipients who were away for some of it.</param>
/// <param name="Absences">From the end of a socket to the next auth_success.</param>
/// <param name="Restarts">How long each node was gone: told to stop, ended, ready again.</param>
internal sealed record RollingResult(RollingShape Shape, Usage Usage)
{
    public required long Messages { get; init; }

    public required LatencySummary? Ack { get; init; }

    public required LatencySummary? AckFromIntended { get; init; }

    public required LatencySummary? Delivery { get; init; }

    public required LatencySummary? DeliveryToAway { get; init; }

    public required long DeliveriesToAway { get; init; }

    public required LatencySummary? Absences { get; init; }

    public required long AbsenceCount { get; init; }

    public required IReadOnlyList<(TimeSpan Stopping, TimeSpan Starting)> Restarts { get; init; }

    public required string Notes { get; init; }

    public required IReadOnlyList<string> Failures { get; init; }
}
