using Akka.Actor;
using Chat.Actors.History;
using Chat.Domain.History;

namespace Chat.Actors.Entities;

/// <summary>
/// Rows on their way into history. Only a request is handed to the node's stream; the rows are read when their turn has come, off this
/// thread, so what waits there is small however many entities have something.
/// </summary>
internal abstract partial class EntityActor<TCommand, TEvent, TEffects>
{
    /// <summary>A portion ends with the row that reaches it.</summary>
    private const int PortionBytes = 512 << 10;

    private void Record(long from, long upTo, int max)
    {
        var self = Self;
        var request = new HistoryRequest(
            Address, cancellation => ReadPortionAsync(from, upTo, max, cancellation), written => self.Tell(new Recorded(written), ActorRefs.NoSender));
        if (!_with.History.TryRecord(request)) request.Ended(null); // tried again later
    }

    private async Task<HistoryPortion> ReadPortionAsync(long from, long upTo, int max, CancellationToken cancellation)
    {
        var rows = await _with.Rows.ReadAsync<TEvent>(Address, from, max, cancellation);
        var entries = new List<HistoryEntry>();
        var last = from - 1;
        var bytes = 0;
        foreach (var (number, row) in rows)
        {
            if (number > upTo || bytes >= PortionBytes) break;
            last = number;
            if (_entity.HistoryOf(row) is not { } entry) continue;
            entries.Add(entry);
            bytes += entry.Size;
        }

        // Rows that are not there any more had been written, before a crash that has forgotten it.
        return new HistoryPortion(Address, entries, rows.Count == 0 || rows[0].SequenceNr > upTo ? upTo : last);
    }

    private sealed record Recorded(long? UpTo) : INoSerializationVerificationNeeded;
}
