using Chat.Domain.Connections;
using Chat.Domain.Groups.Members;
using Chat.Domain.Users;
using Chat.Protocol.Ids;
using OfGroups = Chat.Protocol.Schema.Remoting.Groups;
using Remoting = Chat.Protocol.Schema.Remoting;

namespace Chat.Actors.Serialization;

/// <summary>What REST asks about history, and the answers.</summary>
internal static class HistoryMapping
{
    public static Remoting.SetHistory ToSchema(UserCommands.SetHistory c) =>
        new() { UserId = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema(), On = c.On };

    public static UserCommands.SetHistory ToDomain(Remoting.SetHistory m) => new(new UserId(m.UserId), m.ReplyTo.ToDomain(), m.On);

    public static Remoting.GetHistory ToSchema(UserCommands.GetHistory c) => new() { UserId = c.UserId.Value, ReplyTo = c.ReplyTo.ToSchema() };

    public static UserCommands.GetHistory ToDomain(Remoting.GetHistory m) => new(new UserId(m.UserId), m.ReplyTo.ToDomain());

    public static Remoting.HistoryState ToSchema(ConnectionMessages.HistoryState m) => new() { On = m.On, Since = m.Since };

    public static ConnectionMessages.HistoryState ToDomain(Remoting.HistoryState m) => new(m.On, m.Since);

    public static OfGroups.GroupStretches ToSchema(ConnectionMessages.GroupStretches m)
    {
        var result = new OfGroups.GroupStretches { Group = m.Group.Value };
        foreach (var stretch in m.Stretches)
        {
            result.Positions.Add(stretch.Join);
            if (stretch.Leave != Interval.Open) result.Positions.Add(stretch.Leave);
        }

        return result;
    }

    public static ConnectionMessages.GroupStretches ToDomain(OfGroups.GroupStretches m)
    {
        var stretches = new Interval[(m.Positions.Count + 1) / 2];
        for (var i = 0; i < stretches.Length; i++)
            stretches[i] = new Interval(m.Positions[2 * i], 2 * i + 1 < m.Positions.Count ? m.Positions[2 * i + 1] : Interval.Open);
        return new ConnectionMessages.GroupStretches(new GroupId(m.Group), stretches);
    }
}
