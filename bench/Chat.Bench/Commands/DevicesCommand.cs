using System.CommandLine;
using System.CommandLine.Parsing;
using Chat.Bench.Devices;
using Chat.Bench.Nodes;
using Chat.Bench.Report;

namespace Chat.Bench.Commands;

/// <summary>One scenario of devices that were away, against one target.</summary>
internal static class DevicesCommand
{
    private const string EntriesKey = "Chat__Users__InboxEntries";
    private const int RoundsOfGroups = 20;

    // What is in an inbox beside the messages: marks of reading and delivery.
    private const int EntriesBeside = 1_000;

    private static readonly DeviceLoad Defaults = new();

    public static Command Create()
    {
        var scenario = new Option<DeviceScenario>("--scenario")
        {
            Description = "What happens: catch-up, groups.",
            CustomParser = Scenario,
            DefaultValueFactory = _ => DeviceScenario.CatchUp,
        };
        var rounds = new Option<int?>("--rounds")
        {
            Description = $"How often; catch-up: so often with another device on line, and so often without ({Defaults.Rounds}); groups: {RoundsOfGroups}.",
        };
        var messages = LoadOptions.Int("--messages", "catch-up: messages written while the device is away.", Defaults.Messages);
        var chatting = LoadOptions.Int("--chatting", "catch-up: other users who chat meanwhile, in pairs.", Defaults.Chatting);
        var chatRate = new Option<double>("--chat-rate")
        {
            Description = "catch-up: messages a second of each of them.",
            DefaultValueFactory = _ => Defaults.ChatRate,
        };
        var groups = LoadOptions.Int("--groups", "groups: those of the one user.", Defaults.Groups);
        var news = LoadOptions.Int("--news", "groups: those that are written to while he is away.", Defaults.News);
        var each = LoadOptions.Int("--each", "groups: messages in each of these.", Defaults.NewsEach);
        var size = LoadOptions.Int("--size", "groups: members of each.", Defaults.Size);
        var connections = LoadOptions.Int("--connections", "groups: the others, all on line, of whom groups are made.", Defaults.Connections);
        var body = LoadOptions.Int("--body", "Bytes of a message's content.", Defaults.BodyBytes);
        var pause = LoadOptions.Seconds("--pause", "Seconds between going away, what is written, and coming back.", Defaults.Pause.TotalSeconds);

        var targets = new TargetOptions();
        var command = new Command("devices", "Devices that were away: how fast a full inbox is caught up with, and news in some of many groups.")
        {
            scenario, rounds, messages, chatting, chatRate, groups, news, each, size, connections, body, pause,
        };
        targets.AddTo(command, chooseTarget: true);
        command.SetBody(parsed =>
        {
            var chosen = parsed.GetValue(scenario);
            var load = new DeviceLoad
            {
                Rounds = parsed.GetValue(rounds) ?? (chosen == DeviceScenario.Groups ? RoundsOfGroups : Defaults.Rounds),
                Messages = parsed.GetValue(messages),
                Chatting = parsed.GetValue(chatting) & ~1,
                ChatRate = parsed.GetValue(chatRate),
                Groups = parsed.GetValue(groups),
                News = parsed.GetValue(news),
                NewsEach = parsed.GetValue(each),
                Size = parsed.GetValue(size),
                Connections = parsed.GetValue(connections),
                BodyBytes = parsed.GetValue(body),
                Pause = TimeSpan.FromSeconds(parsed.GetValue(pause)),
            };
            load.Check();
            return Run(targets, parsed, chosen, load);
        });
        return command;
    }

    private static bool Run(TargetOptions targets, ParseResult parsed, DeviceScenario scenario, DeviceLoad load)
    {
        if (targets.Kind(parsed) == TargetKind.Relay)
            throw new BenchException("The relay keeps nothing for a device that is away.");
        using var factory = targets.Factory(parsed, (EntriesKey, $"{Math.Max(10_000, load.Messages) + EntriesBeside}"));
        using var target = factory.Start(targets.Kind(parsed));
        return scenario == DeviceScenario.Groups ? Return(target, load) : CatchUp(target, load);
    }

    private static bool CatchUp(Target target, DeviceLoad load)
    {
        using var scenario = new CatchUpScenario(target, load);
        var result = scenario.Run();
        Write(DeviceReport.Of(result), DeviceBounds.Of(result));
        return !result.Failures.Any();
    }

    private static bool Return(Target target, DeviceLoad load)
    {
        var result = new ReturnScenario(target, load).Run();
        Write(DeviceReport.Of(result), DeviceBounds.Of(result));
        return result.Failures.Count == 0;
    }

    private static void Write(string report, IEnumerable<Bound> bounds)
    {
        Console.Write(report);
        if (bounds.ToArray() is { Length: > 0 } all)
            Console.Write($"\n{Bound.Table(all)}");
    }

    /// <summary>Two words are written with a hyphen.</summary>
    private static DeviceScenario Scenario(ArgumentResult argument)
    {
        var name = argument.Tokens.Single().Value;
        if (Enum.TryParse<DeviceScenario>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var scenario) && Enum.IsDefined(scenario))
            return scenario;
        argument.AddError($"There is no {name}; choose from catch-up, groups.");
        return default;
    }
}
