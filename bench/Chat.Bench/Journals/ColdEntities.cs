using System.Text.Json.Serialization;
using Chat.Protocol.Entities;

namespace Chat.Bench.Journals;

/// <summary>Entities that lie in the database and that no process knows: the same for every journal, since all read the same tables.</summary>
/// <param name="Name">In tables and in their ids.</param>
/// <param name="Events">Rows that each has after its snapshot.</param>
/// <param name="SnapshotAt">The number that the snapshot is at, with no row before it; 0 for none.</param>
/// <param name="IsWarmUp">Woken first, and not measured.</param>
internal sealed record ColdEntities(string Name, int Count, int Events, int SnapshotAt, bool IsWarmUp)
{
    public const int SnapshotBytes = 1000;

    [JsonIgnore]
    public long Highest => SnapshotAt + Events;

    public string Id(int index) => new EntityAddress(EntityKind.User, $"{(IsWarmUp ? "warm-" : "")}{Name.Replace(' ', '-')}-{index}").PersistenceId;

    [JsonIgnore]
    public IEnumerable<string> Ids => Enumerable.Range(0, Count).Select(Id);
}
