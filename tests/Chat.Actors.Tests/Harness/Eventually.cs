namespace Chat.Actors.Tests.Harness;

/// <summary>Waits for a condition, never for a duration; the limit only ends a test that has failed.</summary>
internal static class Eventually
{
    public static async Task HoldsAsync(Func<bool> condition)
    {
        var end = DateTime.UtcNow.AddSeconds(30);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, "The condition did not come to hold.");
            await Task.Delay(10);
        }
    }

    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        var end = DateTime.UtcNow.AddSeconds(30);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < end, "The condition did not come to hold.");
            await Task.Delay(10);
        }
    }
}
