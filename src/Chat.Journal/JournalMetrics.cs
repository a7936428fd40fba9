using System.Diagnostics.Metrics;

namespace Chat.Journal;

/// <summary>What the journal does, as instruments of the meter <c>Chat.Journal</c>.</summary>
internal static class JournalMetrics
{
    public const string MeterName = "Chat.Journal";

    private static readonly Meter Meter = new(MeterName);

    public static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>("chat.journal.commit.duration", "s", "From taking a group to its being durable.");
    public static readonly Histogram<int> CommitRows = Meter.CreateHistogram<int>("chat.journal.commit.rows", "{row}", "Events in a commit.");
    public static readonly Histogram<long> CommitBytes = Meter.CreateHistogram<long>("chat.journal.commit.size", "By", "Bytes of events in a commit.");
    public static readonly UpDownCounter<int> QueueRows = Meter.CreateUpDownCounter<int>("chat.journal.queue.rows", "{row}", "Events that wait for a commit.");
    public static readonly Counter<int> Conflicts = Meter.CreateCounter<int>("chat.journal.conflicts", "{write}", "Writes that the fence refused.");
    public static readonly Counter<int> Retries = Meter.CreateCounter<int>("chat.journal.retries", "{statement}", "Statements that the database failed and that were tried again.");
    public static readonly Histogram<int> RecoveryEntities = Meter.CreateHistogram<int>("chat.journal.recovery.entities", "{entity}", "Entities recovered by one statement.");
    public static readonly Histogram<double> RecoveryDuration = Meter.CreateHistogram<double>("chat.journal.recovery.duration", "s", "Duration of such a statement.");
    public static readonly Counter<int> DeletedRows = Meter.CreateCounter<int>("chat.journal.deleted.rows", "{row}", "Rows that were cleared.");
    public static readonly Counter<int> SavedSnapshots = Meter.CreateCounter<int>("chat.journal.snapshots", "{snapshot}", "Snapshots saved.");
}
