namespace Chat.Bench.Measurement;

/// <summary>
/// The test of Mann and Kendall: whether a row of figures rises or falls more than chance lets it, whatever their distribution. Means of two halves
/// alone move by more than a tenth where single figures swing by half.
/// </summary>
internal static class MannKendall
{
    /// <summary>One-sided at five in a hundred.</summary>
    public const double Significant = 1.645;

    /// <returns>Standard deviations that the figures rise (or fall, below 0) beyond no trend at all.</returns>
    public static double Of(IReadOnlyList<double> figures)
    {
        var sum = 0;
        for (var i = 0; i < figures.Count; i++)
            for (var j = i + 1; j < figures.Count; j++)
                sum += Math.Sign(figures[j].CompareTo(figures[i]));
        double n = figures.Count;
        return sum == 0 ? 0 : (sum - Math.Sign(sum)) / Math.Sqrt(n * (n - 1) * (2 * n + 5) / 18);
    }
}
