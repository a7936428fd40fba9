using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Chat.Node.Management.Routes;

/// <summary><c>/cluster/shards</c> as the JVM's Akka Management has it: the kinds of entities of this node, and its shards of one kind.</summary>
internal static class ShardRoutes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes, ManagementContext context)
    {
        routes.MapGet("/cluster/shards", JsonAnswer.WithCluster(context, (http, _) => JsonAnswer.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteStrings("entityTypeKeys", ClusterSharding.Get(context.System).ShardTypeNames.Order(StringComparer.Ordinal));
            json.WriteEndObject();
        })));
        routes.MapGet("/cluster/shards/{name}", JsonAnswer.WithCluster(context, (http, _) => ShardsAsync(http, ClusterSharding.Get(context.System))));
    }

    private static async Task ShardsAsync(HttpContext http, ClusterSharding sharding)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        if (!sharding.ShardTypeNames.Contains(name))
        {
            await JsonAnswer.MessageAsync(http, $"Shard Region {name} is not started", StatusCodes.Status404NotFound);
            return;
        }

        try
        {
            var region = await sharding.ShardRegion(name).Ask<ShardRegionStats>(GetShardRegionStats.Instance, Patience, http.RequestAborted);
            await JsonAnswer.WriteAsync(http, json =>
            {
                json.WriteStartObject();
                json.WriteStartArray("regions");
                foreach (var (shard, entities) in region.Stats.OrderBy(shard => int.TryParse(shard.Key, out var number) ? number : int.MaxValue))
                {
                    json.WriteStartObject();
                    json.WriteString("shardId", shard);
                    json.WriteNumber("numEntities", entities);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
        }
        catch (AskTimeoutException)
        {
            await JsonAnswer.NotAvailableAsync(http, $"Shard Region {name} does not answer");
        }
    }
}
