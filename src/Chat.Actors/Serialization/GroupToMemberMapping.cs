using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>What a group tells the entity of a member.</summary>
internal static class GroupToMemberMapping
{
    public static Remoting.GroupFanout ToSchema(UserCommands.GroupFanout c)
    {
        var result = new Remoting.GroupFanout
        {
            UserId = c.UserId.Value, Group = c.Group.Value, Number = c.GroupNumber, Previous = c.Previous, Head = c.Head, Token = c.Token,
            Released = c.Released,
        };
        result.Entries.AddAll(c.Entries);
        return result;
    }

    public static UserCommands.GroupFanout ToDomain(Remoting.GroupFanout m) => new(
        new UserId(m.UserId), new GroupId(m.Group), m.Number, m.Previous, m.Entries.ToEntries(), m.Head, m.Token, m.Released);

    public static Remoting.GroupEntries ToSchema(UserCommands.GroupEntries c)
    {
        var result = new Remoting.GroupEntries
        {
            UserId = c.UserId.Value, Group = c.Group.Value, Pull = c.Pull, Round = c.Round, Previous = c.Previous, Head = c.Head,
        };
        result.Entries.AddAll(c.Entries);
        return result;
    }

    public static UserCommands.GroupEntries ToDomain(Remoting.GroupEntries m) =>
        new(new UserId(m.UserId), new GroupId(m.Group), m.Pull, m.Round, m.Previous, m.Entries.ToEntries(), m.Head);

    public static Remoting.GroupGap ToSchema(UserCommands.GroupGap c) =>
        new() { UserId = c.UserId.Value, Group = c.Group.Value, Pull = c.Pull, Round = c.Round, UpTo = c.UpTo, Head = c.Head };

    public static UserCommands.GroupGap ToDomain(Remoting.GroupGap m) =>
        new(new UserId(m.UserId), new GroupId(m.Group), m.Pull, m.Round, m.UpTo, m.Head);

    public static Remoting.GroupRound ToSchema(UserCommands.GroupCleared c) => Round(c.UserId, c.Group, c.Round, c.Head);

    public static Remoting.GroupRound ToSchema(UserCommands.GroupMore c) => Round(c.UserId, c.Group, c.Round, c.Head);

    public static Remoting.GroupRound ToSchema(UserCommands.GroupLiveOk c) => Round(c.UserId, c.Group, c.Round, c.Head);

    public static Remoting.GroupRound ToSchema(UserCommands.GroupForgotten c) => Round(c.UserId, c.Group, c.Round, 0);

    public static UserCommands.GroupCleared ToCleared(Remoting.GroupRound m) => new(new UserId(m.UserId), new GroupId(m.Group), m.Round, m.Head);

    public static UserCommands.GroupMore ToMore(Remoting.GroupRound m) => new(new UserId(m.UserId), new GroupId(m.Group), m.Round, m.Head);

    public static UserCommands.GroupLiveOk ToLiveOk(Remoting.GroupRound m) => new(new UserId(m.UserId), new GroupId(m.Group), m.Round, m.Head);

    public static UserCommands.GroupForgotten ToForgotten(Remoting.GroupRound m) => new(new UserId(m.UserId), new GroupId(m.Group), m.Round);

    public static Remoting.GroupProgressRecorded ToSchema(UserCommands.GroupProgressRecorded c) =>
        new() { UserId = c.UserId.Value, Group = c.Group.Value, Delivered = c.Delivered, Read = c.Read };

    public static UserCommands.GroupProgressRecorded ToDomain(Remoting.GroupProgressRecorded m) =>
        new(new UserId(m.UserId), new GroupId(m.Group), m.Delivered, m.Read);

    public static Remoting.GroupReceipts ToSchema(UserCommands.GroupReceipts c)
    {
        var result = new Remoting.GroupReceipts
        {
            UserId = c.UserId.Value, Group = c.Group.Value, Number = c.GroupNumber, Head = c.Head, Token = c.Token, Released = c.Released,
            Timestamp = c.Timestamp,
        };
        foreach (var receipt in c.Receipts)
            result.Receipts.Add(new Remoting.GroupReceipt
            {
                MessageId = receipt.MessageId.ToSchema(), Delivered = receipt.Delivered, Read = receipt.Read, Members = receipt.Members,
            });
        return result;
    }

    public static UserCommands.GroupReceipts ToDomain(Remoting.GroupReceipts m)
    {
        var receipts = new GroupReceipt[m.Receipts.Count];
        for (var i = 0; i < receipts.Length; i++)
        {
            var receipt = m.Receipts[i];
            receipts[i] = new GroupReceipt(receipt.MessageId.OrNone(), receipt.Delivered, receipt.Read, receipt.Members);
        }

        return new UserCommands.GroupReceipts(
            new UserId(m.UserId), new GroupId(m.Group), m.Number, receipts, m.Head, m.Token, m.Released, m.Timestamp);
    }

    private static Remoting.GroupRound Round(UserId user, GroupId group, long round, long head) =>
        new() { UserId = user.Value, Group = group.Value, Round = round, Head = head };
}
