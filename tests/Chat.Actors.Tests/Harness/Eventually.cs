namespace Chat.Actors.Tests.Harness;

/// <summary>Waits for a condition, never for a duration; the limit only ends a test that has failed.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task HoldsAsync(Func<bool> condition) => HoldsAsync(() => Task.FromResult(condition()));

    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        var end = DateTime.UtcNow + Limit;
        while (!await condition())
        {
            // A machine that does not get on is told from a message that is lost by what waits for threads.
            if (DateTime.UtcNow > end) Assert.Fail($"The condition did not come to hold. Threads: {ThreadPool.ThreadCount}, waiting for one: {ThreadPool.PendingWorkItemCount}.");
            await Task.Delay(10);
        }
    }
}
