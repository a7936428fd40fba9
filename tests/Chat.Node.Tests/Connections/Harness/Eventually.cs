using Xunit.Sdk;

namespace Chat.Node.Tests.Connections.Harness;

/// <summary>Waits for a condition, however long it takes up to a bound that only a broken build reaches.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task IsTrueAsync(Func<bool> condition, string what)
    {
        var deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!condition())
        {
            if (Environment.TickCount64 > deadline)
                throw new XunitException($"Waited in vain: {what}.");
            await Task.Delay(2);
        }
    }
}
