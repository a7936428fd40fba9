using Chat.Domain.Groups;
using Chat.Domain.History;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>What the entities of members tell a group.</summary>
internal static class MemberMessageMapping
{
    public static Remoting.ReportProgress ToSchema(GroupCommands.ReportProgress c) => new()
    {
        GroupId = c.GroupId.Value, Member = c.Member.Value, Node = c.Node, Released = c.Released, Delivered = c.Delivered, Read = c.Read,
        Confirm = c.Confirm, Incarnation = c.Incarnation, HistoryOn = c.History.On, HistoryAt = c.History.At,
    };

    public static GroupCommands.ReportProgress ToDomain(Remoting.ReportProgress m) =>
        new(new GroupId(m.GroupId), new UserId(m.Member), m.Node, m.Released, m.Delivered, m.Read, m.Confirm)
        {
            Incarnation = m.Incarnation,
            History = new HistoryChoice(m.HistoryOn, m.HistoryAt),
        };

    public static Remoting.AnswerFanout ToSchema(GroupCommands.AnswerFanout c) => new()
    {
        GroupId = c.GroupId.Value, Member = c.Member.Value, Node = c.Node, Answer = (int)c.Answer, Token = c.Token, Position = c.Position,
        Released = c.Released, Delivered = c.Delivered, HistoryOn = c.History.On, HistoryAt = c.History.At,
    };

    public static GroupCommands.AnswerFanout ToDomain(Remoting.AnswerFanout m) => new(
        new GroupId(m.GroupId), new UserId(m.Member), m.Node, (FanoutAnswer)m.Answer, m.Token, m.Position, m.Released, m.Delivered)
    {
        History = new HistoryChoice(m.HistoryOn, m.HistoryAt),
    };

    public static Remoting.PullEntries ToSchema(GroupCommands.PullEntries c) => new()
    {
        GroupId = c.GroupId.Value, Member = c.Member.Value, Node = c.Node, Pull = c.Pull, Round = c.Round, From = c.From, Max = c.Max,
    };

    public static GroupCommands.PullEntries ToDomain(Remoting.PullEntries m) =>
        new(new GroupId(m.GroupId), new UserId(m.Member), m.Node, m.Pull, m.Round, m.From, m.Max);

    public static Remoting.CaughtUp ToSchema(GroupCommands.CaughtUp c) => new()
    {
        GroupId = c.GroupId.Value, Member = c.Member.Value, Node = c.Node, Round = c.Round, Released = c.Released,
    };

    public static GroupCommands.CaughtUp ToDomain(Remoting.CaughtUp m) =>
        new(new GroupId(m.GroupId), new UserId(m.Member), m.Node, m.Round, m.Released);

    public static Remoting.Live ToSchema(GroupCommands.Live c) => new()
    {
        GroupId = c.GroupId.Value, Member = c.Member.Value, Node = c.Node, Round = c.Round, Released = c.Released, Delivered = c.Delivered,
    };

    public static GroupCommands.Live ToDomain(Remoting.Live m) =>
        new(new GroupId(m.GroupId), new UserId(m.Member), m.Node, m.Round, m.Released, m.Delivered);
}
