using Chat.Bench.Measurement;

namespace Chat.Bench.Devices;

/// <summary>One device that has caught up. Milliseconds, but for the first.</summary>
/// <param name="Beside">Another device of the user was on line and has everything already.</param>
/// <param name="Seconds">It took to write what was then missing.</param>
/// <param name="Attach">From connecting to auth_success.</param>
/// <param name="Last">From auth_success to the last message.</param>
/// <param name="SyncDone">From auth_success to sync_done.</param>
/// <param name="Usage">From connecting to the later of the two.</param>
internal sealed record CatchUpRound(bool Beside, int Messages, double Seconds, double Attach, double Last, double SyncDone, Usage Usage)
{
    /// <summary>Messages a second, attaching not counted.</summary>
    public double Rate => Messages * 1000 / Last;
}
