using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Google.Protobuf.Collections;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>What else a group tells the entities of its members.</summary>
internal static class GroupAnswerMapping
{
    public static Remoting.GroupGap ToSchema(UserCommands.GroupGap c) => new()
    {
        UserId = c.UserId.Value, Group = c.Group.Value, Pull = c.Pull, Round = c.Round, UpTo = c.UpTo, Head = c.Head,
    };

    public static UserCommands.GroupGap ToDomain(Remoting.GroupGap m) =>
        new(new UserId(m.UserId), new GroupId(m.Group), m.Pull, m.Round, m.UpTo, m.Head);

    public static Remoting.GroupRound ToSchema(UserCommands.GroupCleared c) => Round(c, c.Group, c.Round, c.Head);

    public static UserCommands.GroupCleared ToCleared(Remoting.GroupRound m) => new(new UserId(m.UserId), new GroupId(m.Group), m.Round, m.Head);

    public static Remoting.GroupRound ToSchema(UserCommands.GroupMore c) => Round(c, c.Group, c.Round, c.Head);

    public static UserCommands.GroupMore ToMore(Remoting.GroupRound m) => new(new UserId(m.UserId), new GroupId(m.Group), m.Round, m.Head);

    public static Remoting.GroupRound ToSchema(UserCommands.GroupLiveOk c) => Round(c, c.Group, c.Round, c.Head);

    public static UserCommands.GroupLiveOk ToLiveOk(Remoting.GroupRound m) => new(new UserId(m.UserId), new GroupId(m.Group), m.Round, m.Head);

    public static Remoting.GroupRound ToSchema(UserCommands.GroupForgotten c) => Round(c, c.Group, c.Round, 0);

    public static UserCommands.GroupForgotten ToForgotten(Remoting.GroupRound m) => new(new UserId(m.UserId), new GroupId(m.Group), m.Round);

    public static Remoting.GroupProgressRecorded ToSchema(UserCommands.GroupProgressRecorded c) => new()
    {
        UserId = c.UserId.Value, Group = c.Group.Value, Delivered = c.Delivered, Read = c.Read, Head = c.Head, UnreadPlus1 = c.Unread.PlusOne(),
        HistoryAt = c.HistoryAt, LastStamp = c.LastStamp, Incarnation = c.Incarnation,
    };

    public static UserCommands.GroupProgressRecorded ToDomain(Remoting.GroupProgressRecorded m) =>
        new(new UserId(m.UserId), new GroupId(m.Group), m.Delivered, m.Read)
        {
            Head = m.Head, Unread = m.UnreadPlus1.LessOne(), HistoryAt = m.HistoryAt, LastStamp = m.LastStamp, Incarnation = m.Incarnation,
        };

    public static Remoting.GroupReceipts ToSchema(UserCommands.GroupReceipts c)
    {
        var result = new Remoting.GroupReceipts
        {
            UserId = c.UserId.Value, Group = c.Group.Value, Number = c.GroupNumber, Head = c.Head, Token = c.Token, Released = c.Released,
            Timestamp = c.Timestamp,
        };
        result.Receipts.Capacity = c.Receipts.Count;
        for (var i = 0; i < c.Receipts.Count; i++)
            result.Receipts.Add(ToSchema(c.Receipts[i]));
        return result;
    }

    public static UserCommands.GroupReceipts ToDomain(Remoting.GroupReceipts m) => new(
        new UserId(m.UserId), new GroupId(m.Group), m.Number, ToDomain(m.Receipts), m.Head, m.Token, m.Released, m.Timestamp);

    private static Remoting.GroupRound Round(UserCommand c, GroupId group, long round, long head) =>
        new() { UserId = c.UserId.Value, Group = group.Value, Round = round, Head = head };

    private static Remoting.GroupReceipt ToSchema(in GroupReceipt r) =>
        new() { MessageId = r.MessageId.ToSchema(), Delivered = r.Delivered, Read = r.Read, Members = r.Members };

    private static GroupReceipt[] ToDomain(RepeatedField<Remoting.GroupReceipt> field)
    {
        var receipts = new GroupReceipt[field.Count];
        for (var i = 0; i < receipts.Length; i++)
            receipts[i] = new GroupReceipt(field[i].MessageId.OrNone(), field[i].Delivered, field[i].Read, field[i].Members);
        return receipts;
    }
}
