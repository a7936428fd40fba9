using Chat.Bench.Report;

namespace Chat.Bench.Devices;

/// <summary>What devices that catch up found out about one target.</summary>
/// <param name="Chat">Of those who chatted, in all rounds together while a device caught up.</param>
internal sealed record CatchUpResult(
    string Target, int Messages, IReadOnlyList<CatchUpRound> Rounds, ChatResult Chat, IReadOnlyList<string> Problems)
{
    public IEnumerable<string> Failures => Problems.Concat(Chat.Failures);

    public double? SlowestRate => Rounds.Count > 0 ? Rounds.Min(round => round.Rate) : null;
}
