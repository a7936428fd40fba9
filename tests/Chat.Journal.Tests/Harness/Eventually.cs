namespace Chat.Journal.Tests.Harness;

/// <summary>Waits for a condition, never for a duration; the limit only ends a test that has failed.</summary>
internal static class Eventually
{
    public static Task HoldsAsync(Func<bool> condition, string what) => HoldsAsync(() => Task.FromResult(condition()), what);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        var end = DateTime.UtcNow.AddSeconds(60);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < end, $"It did not come to hold: {what}");
            await Task.Delay(10);
        }
    }
}
