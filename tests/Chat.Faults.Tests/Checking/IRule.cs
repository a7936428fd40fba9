namespace Chat.Faults.Tests.Checking;

/// <summary>One promise, looked at when everything has come to rest.</summary>
internal interface IRule
{
    IEnumerable<Violation> Check(Ledger ledger);
}

internal static class Rules
{
    public static IReadOnlyList<IRule> All { get; } = [new NothingIsLost(), new NothingIsTwice(), new OrderHolds(), new NothingIsRepeated(), new StatusesArrive()];

    public static List<Violation> Broken(Ledger ledger) => [.. ledger.Noticed, .. All.SelectMany(rule => rule.Check(ledger))];
}
