using System.Collections.Immutable;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace Chat.Actors.Tests.Harness;

/// <summary>What a <see cref="FaultyJournal"/> does with writes; shared between a test and the journal of its actor system.</summary>
public sealed class JournalFaults
{
    private TaskCompletionSource? _held;

    /// <summary>Writes that are still to fail, as a database that is gone.</summary>
    public int Fail;

    /// <summary>Writes that are still to be rejected, as events that cannot be serialized.</summary>
    public int Reject;

    public int Writes;

    public void Hold() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => Interlocked.Exchange(ref _held, null)?.SetResult();

    internal Task Gate => _held?.Task ?? Task.CompletedTask;
}

/// <summary>An in-memory journal, shared by name between actor systems, that fails, rejects and delays as it is told.</summary>
public sealed class FaultyJournal : MemoryJournal
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, JournalFaults> All = new();

    private readonly JournalFaults _faults;

    public FaultyJournal(Config config) => _faults = Of(config.GetString("name"));

    public static JournalFaults Of(string name) => All.GetOrAdd(name, _ => new JournalFaults());

    public static string Hocon(string name) => $$"""
        akka.persistence.journal.plugin = "faulty"
        faulty {
          class = "{{typeof(FaultyJournal).AssemblyQualifiedName}}"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          name = "{{name}}"
          replay-filter.mode = off
        }
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        """;

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        Interlocked.Increment(ref _faults.Writes);
        await _faults.Gate;
        if (Interlocked.Decrement(ref _faults.Fail) >= 0) throw new IOException("The database is gone.");
        _faults.Fail = Math.Max(0, _faults.Fail);
        if (Interlocked.Decrement(ref _faults.Reject) >= 0)
            return [.. writes.Select(_ => new InvalidOperationException("This event is rejected."))];
        _faults.Reject = Math.Max(0, _faults.Reject);
        return await base.WriteMessagesAsync(writes, cancellationToken);
    }
}
