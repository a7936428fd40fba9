using Chat.Actors.Groups.Listing;
using Chat.Node.Configuration;

namespace Chat.Node.Groups;

internal static class GroupHosting
{
    /// <summary>REST of groups, and the listing that the groups write; after the databases, the tokens and the users.</summary>
    public static void AddGroups(this IHostApplicationBuilder builder, ChatSettings settings)
    {
        builder.Services.AddGroupListing(settings.Database.RebuildGroupListing);
        builder.Services.AddSingleton<GroupEntity>();
        builder.Services.AddSingleton<GroupGuard>();
        builder.Services.AddSingleton<GroupIds>();
    }
}
