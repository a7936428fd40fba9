using Akka.Persistence;
using Akka.Persistence.Snapshot;
namespace Chat.Journal;
/// <summary>The snapshots.</summary>
public sealed class ChatSnapshotStore : SnapshotStore
{
    protected override Task<SelectedSnapshot> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) => throw new NotImplementedException();
    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken) => throw new NotImplementedException();
    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) => throw new NotImplementedException();
    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken) => throw new NotImplementedException();
}
