using Chat.Protocol.Entities;

namespace Chat.Actors.History;

/// <summary>The way into history, of the entities of a node.</summary>
public interface IHistoryWriter
{
    /// <summary>Reads a portion when its turn has come, and writes it. Repeating does no harm: what is there already is left as it is.</summary>
    /// <returns>False where there is no room: not now, and nobody is told.</returns>
    bool TryRecord(HistoryRequest request);

    /// <summary>Removes what the owner's history holds up to a time (Unix milliseconds).</summary>
    Task EraseAsync(EntityAddress owner, long upTo, CancellationToken cancellation);
}
