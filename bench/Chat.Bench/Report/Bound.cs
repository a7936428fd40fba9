namespace Chat.Bench.Report;

/// <summary>A figure that the project has promised itself, beside what was measured.</summary>
/// <param name="Met">Null where the run did not measure it.</param>
internal sealed record Bound(string Figure, string Asked, string Measured, bool? Met)
{
    public static Bound AtLeast(string figure, double asked, double? measured, string unit) =>
        new(figure, $"{asked:N0} {unit}", measured is null ? Format.Unknown : $"{measured:N0} {unit}", measured is null ? null : measured >= asked);

    public static Bound Under(string figure, double asked, double? measured, string unit) =>
        new(figure, $"< {asked:N0} {unit}", measured is null ? Format.Unknown : $"{Format.Number(measured)} {unit}", measured is null ? null : measured < asked);

    public static Bound AtMost(string figure, double asked, double? measured, string unit) =>
        new(figure, $"<= {asked:N0} {unit}", measured is null ? Format.Unknown : $"{measured:N0} {unit}", measured is null ? null : measured <= asked);

    public static MarkdownTable Table(IEnumerable<Bound> bounds)
    {
        var table = new MarkdownTable("bound", "asked", "measured", "met");
        foreach (var bound in bounds)
            table.Add(bound.Figure, bound.Asked, bound.Measured, bound.Met switch { true => "met", false => "**not met**", null => "not measured" });
        return table;
    }
}
