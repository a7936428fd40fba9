namespace Chat.Node.Hosting;

/// <summary>One line an entry on the console, with the time in UTC; levels by the usual section <c>Logging</c>.</summary>
internal static class Logging
{
    public static void AddChatLogging(this IHostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = Microsoft.Extensions.Logging.Console.LoggerColorBehavior.Disabled;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Akka", LogLevel.Warning);
        builder.Logging.AddFilter("System", LogLevel.Warning);
    }
}
