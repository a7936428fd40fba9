namespace Chat.EndToEnd.Tests.Durability;

/// <summary>Reconnects until told to stop, as a client does.</summary>
internal static class Reconnecting
{
    public static async Task RunAsync(Func<Task> client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await client();
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                await Task.WhenAny(Task.Delay(50, stop), Task.Delay(50, CancellationToken.None));
            }
        }
    }
}
