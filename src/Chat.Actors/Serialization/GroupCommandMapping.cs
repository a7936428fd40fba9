using Chat.Domain.Groups;
using Chat.Protocol.Ids;
using Remoting = Chat.Protocol.Schema.Remoting.Groups;

namespace Chat.Actors.Serialization;

/// <summary>Sends to a group, and what the entities of its members tell it.</summary>
internal static class GroupCommandMapping
{
    public static Remoting.SendMessage ToSchema(GroupCommands.SendMessage c) => new()
    {
        GroupId = c.GroupId.Value,
        Session = c.Session.ToSchema(),
        N = c.N,
        Oldest = c.Oldest,
        Sender = c.Sender.Value,
        SenderDevice = c.SenderDevice.Value,
        ClientMessageId = c.ClientMessageId.Value,
        Body = c.Body.ToSchema(),
        Floor = c.Floor,
    };

    public static GroupCommands.SendMessage ToDomain(Remoting.SendMessage m) => new(
        new GroupId(m.GroupId), m.Session.ToDomain(), m.N, m.Oldest, new UserId(m.Sender), new DeviceId(m.SenderDevice),
        new ClientMessageId(m.ClientMessageId), m.Body.ToDomain(), m.Floor);

    public static Remoting.ReportProgress ToSchema(GroupCommands.ReportProgress c) => new()
    {
        GroupId = c.GroupId.Value, Member = c.Member.Value, Node = c.Node, Released = c.Released, Delivered = c.Delivered, Read = c.Read,
        Confirm = c.Confirm,
    };

    public static GroupCommands.ReportProgress ToDomain(Remoting.ReportProgress m) =>
        new(new GroupId(m.GroupId), new UserId(m.Member), m.Node, m.Released, m.Delivered, m.Read, m.Confirm);

    public static Remoting.AnswerFanout ToSchema(GroupCommands.AnswerFanout c) => new()
    {
        GroupId = c.GroupId.Value, Member = c.Member.Value, Node = c.Node, Answer = (int)c.Answer, Token = c.Token, Position = c.Position,
        Released = c.Released, Delivered = c.Delivered,
    };

    public static GroupCommands.AnswerFanout ToDomain(Remoting.AnswerFanout m) => new(
        new GroupId(m.GroupId), new UserId(m.Member), m.Node, (FanoutAnswer)m.Answer, m.Token, m.Position, m.Released, m.Delivered);

    public static Remoting.PullEntries ToSchema(GroupCommands.PullEntries c) => new()
    {
        GroupId = c.GroupId.Value, Member = c.Member.Value, Node = c.Node, Pull = c.Pull, Round = c.Round, From = c.From, Max = c.Max,
    };

    public static GroupCommands.PullEntries ToDomain(Remoting.PullEntries m) =>
        new(new GroupId(m.GroupId), new UserId(m.Member), m.Node, m.Pull, m.Round, m.From, m.Max);

    public static Remoting.CaughtUp ToSchema(GroupCommands.CaughtUp c) =>
        new() { GroupId = c.GroupId.Value, Member = c.Member.Value, Node = c.Node, Round = c.Round, Released = c.Released };

    public static GroupCommands.CaughtUp ToDomain(Remoting.CaughtUp m) =>
        new(new GroupId(m.GroupId), new UserId(m.Member), m.Node, m.Round, m.Released);

    public static Remoting.Live ToSchema(GroupCommands.Live c) => new()
    {
        GroupId = c.GroupId.Value, Member = c.Member.Value, Node = c.Node, Round = c.Round, Released = c.Released, Delivered = c.Delivered,
    };

    public static GroupCommands.Live ToDomain(Remoting.Live m) =>
        new(new GroupId(m.GroupId), new UserId(m.Member), m.Node, m.Round, m.Released, m.Delivered);

    public static Remoting.CleanUp ToSchema(GroupCommands.CleanUp c) => new() { GroupId = c.GroupId.Value, ReplyTo = c.ReplyTo.ToSchema() };

    public static GroupCommands.CleanUp ToDomain(Remoting.CleanUp m) => new(new GroupId(m.GroupId), m.ReplyTo.ToDomain());

    public static Remoting.GroupFanoutBatch ToSchema(GroupFanoutBatch b)
    {
        var result = new Remoting.GroupFanoutBatch { Group = b.Group.Value, Number = b.Number, Previous = b.Previous, Head = b.Head };
        result.Entries.AddAll(b.Entries);
        foreach (var target in b.Targets)
            result.Targets.Add(new Remoting.FanoutTarget
            {
                Member = target.Member.Value, Token = target.Token, Released = target.Released, Node = target.Node,
            });
        return result;
    }

    public static GroupFanoutBatch ToDomain(Remoting.GroupFanoutBatch m)
    {
        var targets = new FanoutTarget[m.Targets.Count];
        for (var i = 0; i < targets.Length; i++)
            targets[i] = new FanoutTarget(new UserId(m.Targets[i].Member), m.Targets[i].Token, m.Targets[i].Released, m.Targets[i].Node);
        return new GroupFanoutBatch(new GroupId(m.Group), m.Number, m.Previous, m.Entries.ToEntries(), m.Head, targets);
    }
}
