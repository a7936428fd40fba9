using Akka.Actor;
using Akka.Streams;
using Chat.Actors.Databases;
using Chat.Protocol.Entities;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.History;

/// <summary>
/// The pipeline of a node from its entities' journals into history; for each database a lane of its own, so that one that is slow or gone
/// holds up nobody else. Nothing here is durable and nothing has to be: what is not in the table yet its entity asks for again.
/// </summary>
internal sealed class HistoryStream(IDatabases databases, IHistory history, HistorySettings settings, ILogger logger) : IHistoryWriter
{
    private volatile IReadOnlyDictionary<IDatabase, HistoryLane>? _lanes;

    public void Start(ActorSystem system)
    {
        var materializer = ActorMaterializer.Create(system, ActorMaterializerSettings.Create(system), "history");
        _lanes = databases.All.ToDictionary(database => database, database => new HistoryLane(database, history, settings, logger, materializer));
    }

    public bool TryRecord(HistoryRequest request)
    {
        var slot = request.Owner.Slot;
        return _lanes is { } lanes && databases.Serves(slot) && lanes[databases.For(slot)].TryRecord(request);
    }

    public async Task EraseAsync(EntityAddress owner, long upTo, CancellationToken cancellation)
    {
        await history.EraseAsync(owner, upTo, cancellation);
        HistoryMetrics.Erased.Add(1);
    }
}
