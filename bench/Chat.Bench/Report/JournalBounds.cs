using Chat.Actors.Databases;
using Chat.Bench.Journals;

namespace Chat.Bench.Report;

/// <summary>What our journal is to reach on 2 cores, with database and load on the same machine and 300-byte events.</summary>
internal static class JournalBounds
{
    public static IEnumerable<Bound> Of(JournalMeasurements measured, IReadOnlyList<DatabaseKind> databases)
    {
        if (databases.Contains(DatabaseKind.PostgreSQL))
        {
            var full = measured.Append(DatabaseKind.PostgreSQL, JournalKind.Ours, 1024);
            var bare = measured.Bare(DatabaseKind.PostgreSQL);
            yield return Bound.AtLeast("PostgreSQL, 1,024 outstanding", 38_000, full?.EventsPerSecond, "events/s");
            yield return Bound.AtLeast("the same, of the bare database", 30, 100 * full?.EventsPerSecond / bare, "%");
            yield return Bound.Under("the same, p99", 80, full?.Latency?.P99, "ms");
            yield return Bound.AtLeast("PostgreSQL, 1 outstanding", 1_800,
                measured.Append(DatabaseKind.PostgreSQL, JournalKind.Ours, 1)?.EventsPerSecond, "events/s");
            // No variant may be slower, so the slowest is held against the bound.
            yield return Bound.AtLeast("PostgreSQL, wake-ups of cold entities", 4_000,
                measured.WakeUps(DatabaseKind.PostgreSQL, JournalKind.Ours).Min(w => (double?)w.RecoveriesPerSecond), "/s");
        }

        if (databases.Contains(DatabaseKind.SQLite))
        {
            foreach (var (outstanding, asked) in ((int, double)[])[(1024, 18_000), (256, 20_000)])
            {
                yield return Bound.AtLeast($"SQLite FULL, {outstanding:N0} outstanding", asked,
                    measured.Append(DatabaseKind.SQLite, JournalKind.Ours, outstanding)?.EventsPerSecond, "events/s");
            }
        }
    }
}
