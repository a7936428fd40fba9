using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Checking;

/// <summary>A message on the wire to a device.</summary>
/// <param name="Repetition">Null where the device had not got it before.</param>
internal sealed record Delivery(TimeSpan At, CastDevice Device, string ClientId, string MessageId, DeliveryPlace Place, Repetition? Repetition)
{
    public bool IsFirst => Repetition is null;
}

/// <param name="Session">Which of the device's connections, counted from 1.</param>
/// <param name="IsBelowResume">The device had returned a position beyond it on this very connection.</param>
internal readonly record struct DeliveryPlace(string Stream, long? Seq, string Node, int Session, bool IsBelowResume)
{
    public override string ToString() => $"{Stream} {Seq}, from {Node} on connection {Session}";
}

/// <summary>What the server could have known when it sent something again.</summary>
/// <param name="WasAcked">The device had acknowledged it, and that had surely arrived.</param>
/// <param name="WasCalm">See <see cref="Ledger.Calm"/>.</param>
internal sealed record Repetition(bool WasAcked, bool IsBelowResume, bool WasCalm);
