namespace Chat.EndToEnd.Tests.Harness;

/// <summary>Waits for a condition, never for a duration; the limit only ends a test that has failed.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<bool> condition, Func<string>? explain = null)
    {
        var end = DateTime.UtcNow + Limit;
        while (!condition())
        {
            if (DateTime.UtcNow > end) Assert.Fail("The condition did not come to hold. " + explain?.Invoke());
            await Task.Delay(20);
        }
    }

    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        var end = DateTime.UtcNow + Limit;
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < end, "The condition did not come to hold.");
            await Task.Delay(20);
        }
    }
}
