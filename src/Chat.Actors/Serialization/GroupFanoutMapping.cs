using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>Entries of a group on their way to the entities of its members.</summary>
internal static class GroupFanoutMapping
{
    public static Remoting.GroupFanoutBatch ToSchema(GroupFanoutBatch b)
    {
        var result = new Remoting.GroupFanoutBatch { Group = b.Group.Value, Number = b.Number, Previous = b.Previous, Head = b.Head };
        result.Entries.AddAll(b.Entries);
        result.Targets.Capacity = b.Targets.Count;
        for (var i = 0; i < b.Targets.Count; i++)
            result.Targets.Add(ToSchema(b.Targets[i]));
        return result;
    }

    public static GroupFanoutBatch ToDomain(Remoting.GroupFanoutBatch m)
    {
        var targets = new FanoutTarget[m.Targets.Count];
        for (var i = 0; i < targets.Length; i++)
            targets[i] = ToDomain(m.Targets[i]);
        return new GroupFanoutBatch(new GroupId(m.Group), m.Number, m.Previous, m.Entries.ToEntries(), m.Head, targets);
    }

    public static Remoting.GroupFanout ToSchema(UserCommands.GroupFanout c)
    {
        var result = new Remoting.GroupFanout
        {
            UserId = c.UserId.Value, Group = c.Group.Value, Number = c.GroupNumber, Previous = c.Previous, Head = c.Head, Token = c.Token,
            Released = c.Released, UnreadPlus1 = c.Unread.PlusOne(),
        };
        result.Entries.AddAll(c.Entries);
        return result;
    }

    public static UserCommands.GroupFanout ToDomain(Remoting.GroupFanout m) => new(
        new UserId(m.UserId), new GroupId(m.Group), m.Number, m.Previous, m.Entries.ToEntries(), m.Head, m.Token, m.Released)
    {
        Unread = m.UnreadPlus1.LessOne(),
    };

    public static Remoting.GroupEntries ToSchema(UserCommands.GroupEntries c)
    {
        var result = new Remoting.GroupEntries
        {
            UserId = c.UserId.Value, Group = c.Group.Value, Pull = c.Pull, Round = c.Round, Previous = c.Previous, Head = c.Head,
            UnreadPlus1 = c.Unread.PlusOne(),
        };
        result.Entries.AddAll(c.Entries);
        return result;
    }

    public static UserCommands.GroupEntries ToDomain(Remoting.GroupEntries m) =>
        new(new UserId(m.UserId), new GroupId(m.Group), m.Pull, m.Round, m.Previous, m.Entries.ToEntries(), m.Head)
        {
            Unread = m.UnreadPlus1.LessOne(),
        };

    private static Remoting.FanoutTarget ToSchema(in FanoutTarget t) =>
        new() { Member = t.Member.Value, Token = t.Token, Released = t.Released, Node = t.Node, UnreadPlus1 = t.Unread.PlusOne() };

    private static FanoutTarget ToDomain(Remoting.FanoutTarget m) => new(new UserId(m.Member), m.Token, m.Released, m.Node)
    {
        Unread = m.UnreadPlus1.LessOne(),
    };
}
