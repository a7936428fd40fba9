using System.CommandLine;
using Chat.Bench.Groups;
using Chat.Bench.Nodes;
using Chat.Bench.Report;
using Chat.Bench.Workloads;

namespace Chat.Bench.Commands;

/// <summary>One scenario of groups against one target.</summary>
internal static class GroupsCommand
{
    private static readonly GroupLoad Defaults = new();

    public static Command Create()
    {
        var scenario = new Option<GroupScenario>("--scenario") { Description = "What happens.", DefaultValueFactory = _ => GroupScenario.Busy };
        var members = LoadOptions.Int("--members", "Members of the large group.", Defaults.Members);
        var senders = LoadOptions.Int("--senders", "Members of the large group that write.", Defaults.Senders);
        var window = LoadOptions.Int("--window", "Unacked messages that each sender keeps under way.", Defaults.Window);
        var away = LoadOptions.Int("--away", "away: members that are not on line.", Defaults.Away);
        var messages = LoadOptions.Int("--messages", "away: messages written meanwhile.", Defaults.Messages);
        var groups = LoadOptions.Int("--groups", "many, mixed: small groups.", Defaults.Groups);
        var size = LoadOptions.Int("--size", "many, mixed: members of each.", Defaults.Size);
        var connections = LoadOptions.Int("--connections", "many, mixed: users of the small groups.", Defaults.Connections);
        var rate = new Option<double>("--rate") { Description = "mixed: messages a second over all small groups.", DefaultValueFactory = _ => Defaults.Rate };
        var body = LoadOptions.Int("--body", "Bytes of a message's content.", Defaults.BodyBytes);
        var warmUp = LoadOptions.Seconds("--warmup", "Seconds of load before measuring.", Defaults.WarmUp.TotalSeconds);
        var seconds = LoadOptions.Seconds("--seconds", "Seconds measured.", Defaults.Measured.TotalSeconds);
        var ack = new Option<AckStyle>("--ack")
        {
            Description = "How members acknowledge: a frame per message, ids per read, or cumulative positions per read.",
            DefaultValueFactory = _ => Defaults.Ack,
        };

        var targets = new TargetOptions();
        var command = new Command("groups", "Group messages: a large busy group, one whose members are away, many small ones, or both kinds.")
        {
            scenario, members, senders, window, away, messages, groups, size, connections, rate, ack, body, warmUp, seconds,
        };
        targets.AddTo(command, chooseTarget: true);
        command.SetBody(parsed =>
        {
            var load = new GroupLoad
            {
                Members = parsed.GetValue(members),
                Senders = parsed.GetValue(senders),
                Window = parsed.GetValue(window),
                Away = parsed.GetValue(away),
                Messages = parsed.GetValue(messages),
                Groups = parsed.GetValue(groups),
                Size = parsed.GetValue(size),
                Connections = parsed.GetValue(connections),
                Rate = parsed.GetValue(rate),
                Ack = parsed.GetValue(ack),
                BodyBytes = parsed.GetValue(body),
                WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                Measured = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            };
            load.Check();
            return Run(targets, parsed, parsed.GetValue(scenario), load);
        });
        return command;
    }

    private static bool Run(TargetOptions targets, ParseResult parsed, GroupScenario scenario, GroupLoad load)
    {
        using var factory = targets.Factory(parsed);
        using var target = factory.Start(targets.Kind(parsed));
        var result = scenario switch
        {
            GroupScenario.Away => new AwayScenario(target, load).Run(),
            GroupScenario.Many => GroupScenarios.Many(target, load),
            GroupScenario.Mixed => GroupScenarios.Mixed(target, load),
            _ => GroupScenarios.Busy(target, load),
        };
        Console.Write(GroupReport.Of(result));
        if (GroupBounds.Of(result).ToArray() is { Length: > 0 } bounds)
            Console.Write($"\n{Bound.Table(bounds)}");
        return !result.Failed;
    }
}
