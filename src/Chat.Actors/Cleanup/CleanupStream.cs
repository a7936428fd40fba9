using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.Util;
using Chat.Actors.Databases;
using Chat.Protocol.Entities;

namespace Chat.Actors.Cleanup;

/// <summary>
/// Databases → pages of entities with rows → those with old rows → throttle → as many cleaning up at a time as may → count; at the end of each
/// database, pages of old rows of history. Whatever is slow
/// holds up what is before it: entities that wait for the database, a database that answers slowly. Nothing is buffered beyond a page
/// for each database that is being read, and <see cref="CleanupSettings.Parallelism"/> entities.
/// </summary>
internal sealed class CleanupStream(
    IDatabases databases, CleanupRequests requests, CleanupSettings settings, Func<EntityKind, TimeSpan> retention, OldHistory history, TimeProvider time)
{
    private const int DatabasesAtOnce = 4;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Ends when every round has ended or has broken off; a broken one can be gone on with.</summary>
    public Task RunAsync(IEnumerable<CleanupRound> rounds, IMaterializer materializer, CancellationToken stop) => Source.From(rounds)
        .MergeMany(DatabasesAtOnce, round => StepsOf(round, stop))
        .Throttle(settings.WakeUpsPerSecond, Second, Math.Max(1, settings.WakeUpsPerSecond / 10), step => step is Wake ? 1 : 0, ThrottleMode.Shaping)
        .SelectAsync(settings.Parallelism, async step => (step, answer: step is Wake wake ? await requests.AskAsync(wake.Entity.Address, stop) : null))
        // In the order of the pages: when the end of a page comes, all of it has been done.
        .SelectAsync(1, done => CountAsync(done.step, done.answer, stop))
        .RunWith(Sink.Ignore<NotUsed>(), materializer);

    private Source<Step, NotUsed> StepsOf(CleanupRound round, CancellationToken stop) => Source
        .UnfoldAsync(round.Progress.Position ?? OldRows.Start, async after =>
            await OldRows.PageAsync(round.Database, after, settings.PageSize, kind => time.GetUtcNow() - retention(kind), stop) is { } page
                ? Option<(string, OldRowsPage)>.Create((page.Last, page))
                : Option<(string, OldRowsPage)>.None)
        .Throttle(settings.PagesPerSecond, Second, 1, ThrottleMode.Shaping)
        .SelectMany(page => page.Old
            .Where(entity => databases.Has(round.Database, entity.Address.Slot) && databases.Serves(entity.Address.Slot))
            .Select(Step (entity) => new Wake(round, entity))
            .Append(new PageEnd(round, page)))
        .Concat(HistoryOf(round, stop))
        .Concat(Source.Single<Step>(new RoundEnd(round)))
        .Recover(cause => Option<Step>.Create(new Broken(round, cause))); // the other databases go on

    /// <summary>After the entities, rows of history: nobody has to be woken for them.</summary>
    private Source<Step, NotUsed> HistoryOf(CleanupRound round, CancellationToken stop) => Source
        .UnfoldAsync(true, async more =>
        {
            if (!more) return Option<(bool, int)>.None;
            var rows = await history.ExpireAsync(round.Database, settings.PageSize, stop);
            return Option<(bool, int)>.Create((rows == settings.PageSize, rows));
        })
        .Throttle(settings.PagesPerSecond, Second, 1, ThrottleMode.Shaping)
        .Select(Step (rows) => new HistoryPage(round, rows));

    private static async Task<NotUsed> CountAsync(Step step, long? answer, CancellationToken stop)
    {
        switch (step)
        {
            case Wake wake: wake.Round.Count(wake.Entity, answer); break;
            case PageEnd end: await end.Round.PageEndedAsync(end.Page, stop); break;
            case HistoryPage page: await page.Round.HistoryExpiredAsync(page.Rows, stop); break;
            case RoundEnd end: await end.Round.EndedAsync(stop); break;
            case Broken broken: broken.Round.Broken(broken.Cause); break;
        }

        return NotUsed.Instance;
    }

    private abstract record Step(CleanupRound Round);

    private sealed record Wake(CleanupRound Round, OldEntity Entity) : Step(Round);

    private sealed record PageEnd(CleanupRound Round, OldRowsPage Page) : Step(Round);

    private sealed record HistoryPage(CleanupRound Round, int Rows) : Step(Round);

    private sealed record RoundEnd(CleanupRound Round) : Step(Round);

    private sealed record Broken(CleanupRound Round, Exception Cause) : Step(Round);
}
