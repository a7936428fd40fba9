using System.Globalization;
using Akka.Actor;
using Chat.Protocol.Admin;
using Chat.Protocol.Ids;

namespace Chat.Node.Admin.Commands;

/// <summary>A command line that fits the grammar.</summary>
/// <param name="values">By the first name of the switch; empty for one that takes no value.</param>
/// <param name="text">As it was written.</param>
internal sealed class CommandCall(
    PaletteDefinition palette, CommandDefinition command, IReadOnlyDictionary<string, IReadOnlyList<string>> values, AdminCaller caller, string text)
{
    public PaletteDefinition Palette { get; } = palette;
    public CommandDefinition Command { get; } = command;
    public AdminCaller Caller { get; } = caller;
    public string Text { get; } = text;

    /// <summary>It is to be logged.</summary>
    public bool Changes => Command.Changes || Command.Switches.Any(s => s.Changes && Has(s.Names[0]));

    public bool Has(string name) => values.ContainsKey(name);

    public string? Value(string name) => values.TryGetValue(name, out var given) ? given[^1] : null;

    public IReadOnlyList<string> Values(string name) => values.GetValueOrDefault(name, []);

    public int Number(string name, int least, int most, int otherwise) =>
        Value(name) is not { } given ? otherwise
        : int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw Misused($"{name} takes a whole number from {least} to {most}, not '{given}'");

    /// <returns>Null where the switch is not given.</returns>
    public Address? Address(string name) =>
        Value(name) is not { } given ? null
        : ActorPath.TryParseAddress(given, out var address) && address.HasGlobalScope ? address
        : throw Misused($"{name} takes an address such as akka.tcp://chat@10.0.0.1:4053, not '{given}'");

    public UserId User(string name) =>
        UserId.TryParse(Value(name), out var user) ? user : throw Misused($"{name} takes a user id, not '{Value(name)}'");

    public DeviceId? Device(string name) =>
        Value(name) is not { } given ? null
        : DeviceId.TryParse(given, out var device) ? device
        : throw Misused($"{name} takes a device id, not '{given}'");

    public GroupId Group(string name) =>
        GroupId.TryParse(Value(name), out var group) ? group : throw Misused($"{name} takes a group id, not '{Value(name)}'");

    public CommandException Misused(string what) => new(AdminErrors.Usage, $"{what}. usage: {Command.Usage(Palette.Name)}");
}
