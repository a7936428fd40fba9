namespace Chat.Bench.Groups;

/// <summary>What a group workload found out about one target.</summary>
/// <param name="Notes">What is legal but worth knowing.</param>
internal sealed record GroupResult(string Target, string Workload, IReadOnlyList<GroupWindow> Windows, string Notes, IReadOnlyList<string> Failures)
{
    public AwayFigures? Away { get; init; }

    public bool Failed => Failures.Count > 0;
}
