using System.Text.Json.Nodes;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Admin;

namespace Chat.Node.Admin.Messaging;

/// <summary>Lines of <c>chat trace</c> for a message of a group: by member, for a group does not know devices.</summary>
internal static class GroupTraceText
{
    /// <param name="m">With its position, sender and time as far as its row has told them.</param>
    public static IEnumerable<(string Text, JsonObject? Data)> LinesOf(GroupView group, MessageId id, GroupMessageView m, bool asleep)
    {
        yield return (
            $"message {id} | from {(m.Sender.Length > 0 ? m.Sender : "a member")} to group {group.Group}{(asleep ? " | the group is asleep; this is what the journal says" : "")}",
            new JsonObject { ["message_id"] = id.ToString(), ["group"] = group.Group, ["sender"] = m.Sender, ["accepted_at"] = m.AcceptedAt, ["position"] = m.Position });
        yield return (m.AcceptedAt > 0 ? $"accepted: {Words.Time(m.AcceptedAt)}" : $"accepted: by its id in the second {Words.Time(id.UnixMilliseconds)}; its row is cleared", null);
        yield return (m.Position > 0
            ? $"log: position {m.Position} of {group.Head}; some member has not got it, or it is not cleared yet"
            : m.Row > 0 ? $"log: between positions {m.From} and {m.UpTo}, which do not hold it any more"
            : "log: cleared; every member has it, or it has expired", null);
        int delivered = 0, read = 0, count = 0;
        foreach (var member in group.Members.Where(x => x.Member != m.Sender && (m.Position == 0 || x.LastVisible >= m.Position)))
        {
            var hasRead = member.Read >= id.Stamp;
            var has = hasRead || (m.Position > 0 ? member.Delivered >= m.Position : m.Row == 0);
            (count, delivered, read) = (count + 1, delivered + (has ? 1 : 0), read + (hasRead ? 1 : 0));
            yield return ($"member {member.Member}: {State(member, has, hasRead, m)}", new JsonObject { ["member"] = member.Member, ["delivered"] = has, ["read"] = hasRead });
        }

        yield return ($"Count: {Words.Many(count, "member")}, {delivered} delivered, {read} read", null);
    }

    private static string State(MemberView member, bool has, bool hasRead, GroupMessageView m) =>
        hasRead ? "delivered, read"
        : has ? "delivered, not read"
        : member.Dormant ? "not delivered: no device was on line; he has a note, and fetches it when he comes"
        : member.Noted ? "not delivered: some device was away or did not acknowledge in time; his entity has a note"
        : m.Position > 0 ? "not delivered: on its way, not acknowledged yet"
        : "not known";
}
