using Chat.Domain.Groups.Members;
using Chat.Domain.Users.Inspection;
using Chat.Protocol.Ids;
using Chat.Protocol.Schema.Admin;

namespace Chat.Domain.Groups.Inspection;

/// <summary>What there is to see of a group for an operator: members, positions and times, never contents. Of an entity that is awake, or of what the journal says.</summary>
public static class GroupInspection
{
    public static GroupView Of(GroupState state, MessageId message)
    {
        var view = new GroupView
        {
            Group = state.Id.Value,
            Number = state.Number,
            Name = state.Name,
            CreatedAt = state.CreatedAt,
            Revision = state.Revision,
            Head = state.Head,
            First = state.Log.First,
            ExpiredUpTo = state.Log.ExpiredUpTo,
            LogBytes = state.Log.Bytes,
            LastStamp = state.LastStamp,
            LimitedAt = state.RateLimit.At,
        };
        if (state.RateLimit.PerSecond is { } limit) view.Limit = limit;
        foreach (var member in state.Members.All)
            view.Members.Add(Of(member, state.Head));
        if (!message.IsNone) view.Message = MessageOf(state, message);
        return view;
    }

    private static MemberView Of(GroupMember m, long head) => new()
    {
        Member = m.User.Value, Role = (int)(m.Role ?? 0), JoinedAt = m.JoinedAt, Muted = m.Muted, Released = m.Live.Released, Delivered = m.Live.Delivered,
        Read = m.Live.Read, Noted = m.Live.Noted, Dormant = m.Live.Dormant, LastVisible = m.LastVisible(head),
    };

    private static GroupMessageView MessageOf(GroupState state, MessageId id)
    {
        var view = new GroupMessageView { Id = UserInspection.ToSchema(id), Owned = id.Entity == state.Number && id.Stamp <= state.LastStamp };
        if (!view.Owned || state.Log.BlockOfStamp(id.Stamp) is not { } block) return view; // never given, or everybody has it
        (view.From, view.UpTo, view.Row) = (block.Position, block.LastPosition, block.Row);
        for (var position = block.Position; position <= block.LastPosition; position++)
            if (state.Log.Find(position) is GroupMessage entry && entry.MessageId == id)
                (view.Position, view.Sender, view.AcceptedAt) = (position, entry.Sender.Value, entry.At);
        return view;
    }
}
