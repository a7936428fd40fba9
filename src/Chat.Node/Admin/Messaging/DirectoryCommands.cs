using System.Text.Json.Nodes;
using Chat.Actors.Groups.Listing;
using Chat.Node.Accounts;
using Chat.Node.Admin.Commands;
using Chat.Node.Users;
using Chat.Protocol.Ids;

namespace Chat.Node.Admin.Messaging;

/// <summary>From what people call each other to the ids that all other commands take: <c>chat find</c> and <c>chat groups</c>.</summary>
internal sealed class DirectoryCommands(HandleSearch handles, IGroupListing listing)
{
    private const int Page = 200;

    public async Task FindAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var handle = HandleSearch.Sought(call.Value("-n"));
        if (!AccountName.IsPrefix(handle)) throw call.Misused($"-n takes a handle or how it begins, not '{call.Value("-n")}'");
        var found = await handles.FindByPrefixAsync(handle, cancellation);
        if (found.Count == 0) throw CommandException.Refused($"Nobody's handle begins with '{handle}'. A user of an external issuer may have none.");
        foreach (var user in found)
        {
            await answer.LineAsync(
                $"user {user.UserId} | {user.Handle}{(user.DisplayName is { } name && name != user.Handle ? $" | {name}" : "")}",
                new JsonObject { ["user"] = user.UserId, ["handle"] = user.Handle, ["display_name"] = user.DisplayName });
        }

        await answer.LineAsync(found.Count < HandleSearch.MaximumHits ? $"Count: {Words.Many(found.Count, "user")}" : $"Count: {found.Count} users, the first in order of handles");
    }

    public async Task GroupsAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        var user = call.User("-u");
        var count = 0;
        GroupId? after = null;
        while (true)
        {
            var page = await listing.ListOfAsync(user, after, Page, cancellation);
            foreach (var group in page)
            {
                var role = group.Role.ToString().ToLowerInvariant();
                await answer.LineAsync(
                    $"group {group.Group} | {role} since {Words.Time(group.JoinedAt)} | {group.Name}",
                    new JsonObject { ["group"] = group.Group.Value, ["role"] = role, ["joined_at"] = group.JoinedAt, ["name"] = group.Name });
            }

            count += page.Count;
            if (page.Count < Page) break;
            after = page[^1].Group;
        }

        await answer.LineAsync($"Count: {Words.Many(count, "group")}");
    }
}
