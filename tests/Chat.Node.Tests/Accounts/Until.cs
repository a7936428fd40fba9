namespace Chat.Node.Tests.Accounts;

internal static class Until
{
    /// <summary>Asks until it is so; fails after half a minute.</summary>
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Delay(5, patience.Token);
        }
    }
}
