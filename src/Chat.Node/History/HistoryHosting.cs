using Chat.Actors.History;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Chat.Node.History;

internal static class HistoryHosting
{
    /// <summary>The table that REST reads; after the databases, the users and the groups.</summary>
    public static void AddHistory(this IHostApplicationBuilder builder) => builder.Services.TryAddSingleton<IHistory, SqlHistory>();
}
