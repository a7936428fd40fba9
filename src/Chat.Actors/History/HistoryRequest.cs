using Chat.Domain.History;
using Chat.Protocol.Entities;

namespace Chat.Actors.History;

/// <summary>An entity has rows for history.</summary>
/// <param name="Read">Reads some of them, on any thread, when there is room for what they hold.</param>
/// <param name="Ended">Told up to which row everything is in the table; null where the rows could not be read or written.</param>
public sealed record HistoryRequest(EntityAddress Owner, Func<CancellationToken, Task<HistoryPortion>> Read, Action<long?> Ended);

/// <param name="UpTo">The last row that it covers; those without entries have nothing for history.</param>
public sealed record HistoryPortion(EntityAddress Owner, IReadOnlyList<HistoryEntry> Entries, long UpTo);
