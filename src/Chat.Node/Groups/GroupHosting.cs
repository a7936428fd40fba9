using Chat.Actors.Groups.Listing;

namespace Chat.Node.Groups;

internal static class GroupHosting
{
    /// <summary>REST of groups, and the listing that the groups write; after the databases, the tokens and the users.</summary>
    public static void AddGroups(this IHostApplicationBuilder builder)
    {
        builder.Services.AddGroupListing();
        builder.Services.AddSingleton<GroupEntity>();
        builder.Services.AddSingleton<GroupGuard>();
        builder.Services.AddSingleton<GroupIds>();
    }
}
