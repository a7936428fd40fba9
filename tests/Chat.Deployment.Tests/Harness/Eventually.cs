namespace Chat.Deployment.Tests.Harness;

/// <summary>Waits for a condition, never for a duration; the limit only ends a test that has failed.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<Task<bool>> condition, Func<string> explain)
    {
        var end = DateTime.UtcNow + Limit;
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < end, "The condition did not come to hold. " + explain());
            await Task.Delay(50);
        }
    }
}
