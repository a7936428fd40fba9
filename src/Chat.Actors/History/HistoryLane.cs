using System.Threading.Channels;
using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Chat.Actors.Databases;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.History;

/// <summary>
/// The way into the history of one database:
/// <code>bounded queue of requests ─▶ read the rows, several at a time ─▶ gather into batches ─▶ one transaction for each, a few at a time</code>
/// While the database is busy nothing is read, the queue fills, and then entities are told "not now". What is read and not written yet is
/// bounded by readers, writers and one batch. A failure is that of its portions: they come again, and the stream goes on.
/// </summary>
internal sealed partial class HistoryLane
{
    private static readonly RestartSettings Restart = RestartSettings.Create(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), 0.2);

    private readonly Channel<HistoryRequest> _waiting;
    private readonly IDatabase _database;
    private readonly IHistory _history;
    private readonly ILogger _logger;

    public HistoryLane(IDatabase database, IHistory history, HistorySettings settings, ILogger logger, IMaterializer materializer)
    {
        (_database, _history, _logger) = (database, history, logger);
        _waiting = Channel.CreateBounded<HistoryRequest>(new BoundedChannelOptions(settings.Waiting) { SingleReader = true });
        HistoryMetrics.Observe(database.Name, () => _waiting.Reader.Count);
        RestartSource
            .OnFailuresWithBackoff(
                () => ChannelSource.FromReader(_waiting.Reader)
                    .SelectAsyncUnordered(settings.Readers, ReadAsync)
                    .Where(read => read.Portion.Entries.Count > 0)
                    .BatchWeighted(settings.BatchRows, read => read.Portion.Entries.Count, read => new List<Read> { read }, (batch, read) =>
                    {
                        batch.Add(read);
                        return batch;
                    })
                    .SelectAsyncUnordered(settings.Writers, WriteAsync),
                Restart)
            .To(Sink.Ignore<NotUsed>())
            .Run(materializer);
    }

    public bool TryRecord(HistoryRequest request)
    {
        var taken = _waiting.Writer.TryWrite(request);
        if (!taken) HistoryMetrics.NoRoom.Add(1);
        return taken;
    }

    /// <returns>Without entries where it could not be read, or holds nothing for the table: that is answered.</returns>
    private async Task<Read> ReadAsync(HistoryRequest request)
    {
        try
        {
            var portion = await request.Read(CancellationToken.None);
            if (portion.Entries.Count == 0) request.Ended(portion.UpTo);
            return new Read(request, portion);
        }
        catch (Exception e) // whatever it is, it must not take the others along
        {
            LogNotRead(_logger, e, request.Owner.PersistenceId);
            Fail(request);
            return new Read(request, new HistoryPortion(request.Owner, [], 0));
        }
    }

    /// <summary>Where all at once fails, each portion is tried by itself (R8); with the database gone, one attempt shows that.</summary>
    private async Task<NotUsed> WriteAsync(List<Read> batch)
    {
        if (await TryWriteAsync(batch)) return NotUsed.Instance;
        var gone = batch.Count == 1;
        foreach (var read in batch)
        {
            if (!gone && await TryWriteAsync([read])) continue;
            gone = gone || !await IsThereAsync();
            Fail(read.Request);
        }

        return NotUsed.Instance;
    }

    private async Task<bool> TryWriteAsync(List<Read> batch)
    {
        try
        {
            var rows = await _history.WriteAsync(_database, batch.ConvertAll(read => read.Portion), CancellationToken.None);
            HistoryMetrics.Rows.Add(rows);
            HistoryMetrics.Batches.Add(1);
        }
        catch (Exception e)
        {
            LogNotWritten(_logger, e, batch.Count, _database.Name);
            return false;
        }

        foreach (var read in batch)
            read.Request.Ended(read.Portion.UpTo);
        return true;
    }

    private async Task<bool> IsThereAsync()
    {
        try
        {
            await _history.WriteAsync(_database, [], CancellationToken.None);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    private static void Fail(HistoryRequest request)
    {
        HistoryMetrics.Failed.Add(1);
        request.Ended(null);
    }

    [LoggerMessage(1, LogLevel.Warning, "{PersistenceId}: rows for history could not be read; they come again")]
    private static partial void LogNotRead(ILogger logger, Exception cause, string persistenceId);

    [LoggerMessage(2, LogLevel.Warning, "History of database {Database} could not take {Portions} portions; they come again")]
    private static partial void LogNotWritten(ILogger logger, Exception cause, int portions, string database);

    private sealed record Read(HistoryRequest Request, HistoryPortion Portion);
}
