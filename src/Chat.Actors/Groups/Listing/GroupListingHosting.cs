using Microsoft.Extensions.DependencyInjection;

namespace Chat.Actors.Groups.Listing;

public static class GroupListingHosting
{
    /// <summary>
    /// The table of users' groups, the one that writes it, and its rebuild. Needs <c>IDatabases</c>, <c>IEntities</c>, <c>TimeProvider</c> and
    /// <c>Random</c>.
    /// </summary>
    /// <param name="rebuild">Whether every group writes its listing anew once this node is up.</param>
    public static IServiceCollection AddGroupListing(this IServiceCollection services, bool rebuild)
    {
        services.AddSingleton<IGroupListing, SqlGroupListing>();
        services.AddSingleton<GroupListingWriter>();
        services.AddSingleton<IGroupListingWriter>(provider => provider.GetRequiredService<GroupListingWriter>());
        services.AddHostedService(provider => provider.GetRequiredService<GroupListingWriter>());
        services.AddSingleton<RebuildGroupListing>();
        if (rebuild)
            services.AddHostedService<RebuildAtStart>();
        return services;
    }
}
