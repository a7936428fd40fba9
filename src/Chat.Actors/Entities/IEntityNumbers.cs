namespace Chat.Actors.Entities;

/// <summary>Numbers of entities (M3), unique over all nodes and never given twice; not necessarily consecutive.</summary>
public interface IEntityNumbers
{
    /// <summary>Takes from a block that the node has reserved in SQL; asks the database only when that is used up.</summary>
    ValueTask<long> NextAsync(CancellationToken cancellation);
}
