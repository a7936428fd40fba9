using System.Collections.Immutable;
using System.Globalization;
using Akka.Actor;
using Chat.Node.Admin.Commands;
using Chat.Protocol.Admin;

namespace Chat.Node.Admin.Sharding;

/// <summary>What the palette <c>cluster-sharding</c> does.</summary>
internal sealed class ShardingCommands(ShardSpread spread) : IPalette
{
    public PaletteDefinition Definition => ShardingPalette.Definition;

    public async Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation)
    {
        switch (call.Command.Name)
        {
            case "list-regions":
                foreach (var type in ShardRegions.Types)
                    await answer.LineAsync(type);
                break;
            case "list-shards": await ListAsync(call.Value("-r")!, answer, cancellation); break;
            default: await StatsAsync(call.Value("-r")!, answer, cancellation); break;
        }
    }

    private async Task ListAsync(string type, IAnswer answer, CancellationToken cancellation)
    {
        var shards = (from node in await spread.OfAsync(type, cancellation)
                      from shard in node.Value
                      orderby int.Parse(shard.Key, CultureInfo.InvariantCulture)
                      select (shard.Key, Node: node.Key, Entities: shard.Value)).ToList();
        foreach (var (shard, node, entities) in shards)
            await answer.LineAsync(ShardingText.ShardOf(shard, node, entities), ShardingText.DataOf(shard, node, entities));
        await answer.LineAsync(ShardingText.CountOf(shards.Count));
    }

    private async Task StatsAsync(string type, IAnswer answer, CancellationToken cancellation)
    {
        foreach (var (node, shards) in (await spread.OfAsync(type, cancellation)).OrderBy(n => n.Key.ToString(), StringComparer.Ordinal))
        {
            var (coordinator, entities) = (node == spread.Coordinator, shards.Values.Sum());
            if (spread.MemberAt(node) is not { } member) continue; // it has just gone
            await answer.LineAsync(
                ShardingText.StatsOf(member, spread.IsUnreachable(member), type, coordinator, shards.Count, entities),
                ShardingText.DataOf(node, type, coordinator, shards.Count, entities));
        }
    }
}
