using Microsoft.Extensions.DependencyInjection;

namespace Chat.Actors.Groups.Listing;

public static class GroupListingHosting
{
    /// <summary>The table of users' groups, and the one that writes it. Needs <c>IDatabases</c>, <c>TimeProvider</c> and <c>Random</c>.</summary>
    public static IServiceCollection AddGroupListing(this IServiceCollection services)
    {
        services.AddSingleton<IGroupListing, SqlGroupListing>();
        services.AddSingleton<GroupListingWriter>();
        services.AddSingleton<IGroupListingWriter>(provider => provider.GetRequiredService<GroupListingWriter>());
        services.AddHostedService(provider => provider.GetRequiredService<GroupListingWriter>());
        return services;
    }
}
