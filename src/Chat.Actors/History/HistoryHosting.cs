using Chat.Actors.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.History;

internal static class HistoryHosting
{
    /// <summary>The table of history, and the stream of this node into it, which starts with the actor system.</summary>
    public static IServiceCollection AddChatHistory(this IServiceCollection services, HistorySettings settings)
    {
        services.TryAddSingleton<IHistory, SqlHistory>();
        services.AddSingleton(sp => new HistoryStream(
            sp.GetRequiredService<IDatabases>(), sp.GetRequiredService<IHistory>(), settings,
            sp.GetRequiredService<ILoggerFactory>().CreateLogger("Chat.History")));
        services.AddSingleton<IHistoryWriter>(sp => sp.GetRequiredService<HistoryStream>());
        return services;
    }
}
