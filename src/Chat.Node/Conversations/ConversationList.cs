using Chat.Actors.Databases.Tables;
using Chat.Domain.Connections;
using Chat.Node.Groups;
using Chat.Node.Problems;
using Chat.Node.Users;
using Chat.Protocol.Frames;
using Chat.Protocol.Ids;

namespace Chat.Node.Conversations;

/// <summary>
/// A page of a user's conversations: his entity knows which there are and what he has read; each group on the page is asked what is new in it, for
/// a user's entity is told nothing of groups while none of his devices is on line.
/// </summary>
internal sealed class ConversationList(UserEntity users, GroupEntity groups, ProfileStore profiles)
{
    /// <param name="after">The last one of the page before.</param>
    public async Task<ConversationsAnswer> PageAsync(
        UserId user, int limit, (long Activity, string Id)? after, bool? archived, CancellationToken cancellation)
    {
        var list = await users.ConversationsAsync(user, limit, after, archived, cancellation);
        var peers = list.Conversations.Where(c => !c.With.IsGroup).Select(c => c.With.Peer);
        var names = profiles.FindManyAsync(peers, cancellation);
        var entries = await Task.WhenAll(list.Conversations.Select(async c => (Info: c, Latest: await LatestAsync(c, user, cancellation))));
        var found = await names;
        var total = list.TotalUnread;
        var page = new List<ListedConversation>(entries.Length);
        foreach (var (info, latest) in entries)
        {
            if (info.With.IsGroup && !info.Settings.Muted)
                total += (latest.IsGone ? 0 : latest.Group?.Unread ?? info.Unread) - info.Unread;
            if (!latest.IsGone)
                page.Add(info.With.IsGroup ? OfGroup(info, latest.Group) : OfPeer(info, user, found.GetValueOrDefault(info.With.Peer)));
        }

        var next = list.HasMore ? ConversationCursor.Of(list.Conversations[^1]) : null;
        return new ConversationsAnswer(page, Math.Max(0, total), next);
    }

    /// <summary>A group that does not answer is shown as the user's entity last heard of it; one that he is no member of is not shown.</summary>
    private async Task<(ConnectionMessages.GroupLatest? Group, bool IsGone)> LatestAsync(
        ConversationInfo info, UserId user, CancellationToken cancellation)
    {
        if (info.With.Group is not { } group)
            return default;
        try
        {
            return (await groups.LatestAsync(group, user, info.Read.Stamp, cancellation), false);
        }
        catch (ProblemException problem) when (problem.Code is ErrorCode.NotMember or ErrorCode.GroupNotFound)
        {
            return (null, true);
        }
        catch (ProblemException problem) when (problem.Code is ErrorCode.Unavailable)
        {
            return default;
        }
    }

    private static ListedConversation OfPeer(ConversationInfo info, UserId user, ProfileRow? profile)
    {
        var last = info.Last.IsNone
            ? null
            : new LastMessage(
                info.Last.ToString(), (info.LastIsOwn ? user : info.With.Peer).Value, info.Body?.Content, info.Body?.MediaUrl, info.At);
        return new ListedConversation(
            ConversationPath.NameOf(info.With, user), "direct", info.With.Id, null, profile?.DisplayName ?? profile?.Handle, last, info.Unread,
            info.Settings.Muted, info.Settings.MutedUntil, info.Settings.Archived, IdOrNull(info.Read), info.At);
    }

    private static ListedConversation OfGroup(ConversationInfo info, ConnectionMessages.GroupLatest? latest)
    {
        var last = latest?.Newest is { } newest
            ? new LastMessage(newest.MessageId.ToString(), newest.Sender.Value, newest.Body.Content, newest.Body.MediaUrl, newest.At)
            : info.Last.IsNone ? null : new LastMessage(info.Last.ToString(), null, null, null, info.At);
        return new ListedConversation(
            info.With.Id, "group", null, info.With.Id, latest?.Name, last, latest?.Unread ?? info.Unread, info.Settings.Muted,
            info.Settings.MutedUntil, info.Settings.Archived, IdOrNull(info.Read), last?.Timestamp ?? info.At);
    }

    private static string? IdOrNull(MessageId id) => id.IsNone ? null : id.ToString();
}
