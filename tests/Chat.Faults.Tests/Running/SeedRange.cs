namespace Chat.Faults.Tests.Running;

/// <summary><c>7</c>, <c>1..20</c>, <c>3,8,11</c>.</summary>
internal static class SeedRange
{
    public static IReadOnlyList<int> Parse(string text) =>
        [.. text.Split(',').SelectMany(part => part.Split("..") switch
        {
            [var one] => [int.Parse(one)],
            [var first, var last] => Enumerable.Range(int.Parse(first), int.Parse(last) - int.Parse(first) + 1),
            _ => throw new FormatException($"'{part}' is neither a seed nor a range of them, such as 1..20."),
        })];
}
