using Xunit;

namespace Chat.Tests.Shared;

/// <summary>Waits for a condition, never for a duration; the limit only ends a test that has failed.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(120); // longer than the journal tries to write (60 s)

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <param name="what">For whoever reads that it did not come to hold.</param>
    public static Task HoldsAsync(Func<bool> condition, string what = "") => HoldsAsync(condition, () => what);

    /// <inheritdoc cref="HoldsAsync(Func{bool}, string)"/>
    public static Task HoldsAsync(Func<Task<bool>> condition, string what = "") => HoldsAsync(condition, () => what);

    public static Task HoldsAsync(Func<bool> condition, Func<string> explain) => HoldsAsync(() => Task.FromResult(condition()), explain);

    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> explain)
    {
        var end = DateTime.UtcNow + Limit;
        while (!await condition())
        {
            // A machine that does not get on is told from a message that is lost by what waits for threads.
            if (DateTime.UtcNow > end)
                Assert.Fail($"It did not come to hold: {explain()} Threads: {ThreadPool.ThreadCount}, waiting for one: {ThreadPool.PendingWorkItemCount}.");
            await Task.Delay(Pause);
        }
    }
}
