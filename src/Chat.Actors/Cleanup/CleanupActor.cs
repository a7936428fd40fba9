using System.Data.Common;
using Akka.Actor;
using Akka.Streams;
using Chat.Actors.Databases;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Cleanup;

/// <summary>
/// Runs once in the cluster. Looks now and then which databases are due for a round, or have one that another node, or a failure, has left
/// unfinished, and runs the stream over them. Where it is stands in the databases, so it may end at any moment.
/// </summary>
internal sealed partial class CleanupActor : ReceiveActor, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly IDatabases _databases;
    private readonly CleanupStream _stream;
    private readonly CleanupSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopping;
    private readonly ITimer _timer;
    private readonly IMaterializer _materializer = Context.Materializer(); // its streams end with this actor

    public CleanupActor(IDatabases databases, CleanupStream stream, CleanupSettings settings, TimeProvider time, ILogger logger)
    {
        _stopping = _stop.Token; // what still runs afterwards asks it
        (_databases, _stream, _settings, _time, _logger) = (databases, stream, settings, time, logger);
        _timer = time.CreateTimer(static self => ((IActorRef)self!).Tell(Look.Instance), Self, Pause, Timeout.InfiniteTimeSpan);
        Receive<Look>(look => { _ = RunAsync().PipeTo(Self, Self, () => new Looked(null), cause => new Looked(cause)); });
        Receive<Looked>(looked =>
        {
            if (looked.Cause is { } cause) LogFailed(_logger, cause);
            _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        });
    }

    public static Props Props(IDatabases databases, CleanupStream stream, CleanupSettings settings, TimeProvider time, ILogger logger) =>
        Akka.Actor.Props.Create(() => new CleanupActor(databases, stream, settings, time, logger));

    private TimeSpan Pause => _settings.Interval < Longest ? _settings.Interval : Longest;

    private async Task RunAsync()
    {
        var rounds = new List<CleanupRound>();
        foreach (var database in _databases.All)
            if (await RoundOfAsync(database) is { } round)
                rounds.Add(round);
        if (rounds.Count > 0) await _stream.RunAsync(rounds, _materializer, _stopping);
    }

    private async Task<CleanupRound?> RoundOfAsync(IDatabase database)
    {
        try
        {
            var now = _time.GetUtcNow();
            var last = await CleanupRounds.LoadAsync(database, _stopping);
            if (last is null || last.IsDue(now, _settings.Interval))
            {
                var progress = CleanupProgress.Beginning(now);
                await CleanupRounds.SaveAsync(database, progress, _stopping);
                return new CleanupRound(database, progress, _time, _logger);
            }

            return last.HasEnded ? null : new CleanupRound(database, last, _time, _logger);
        }
        catch (DbException e)
        {
            LogNotAsked(_logger, e, database.Name);
            return null;
        }
    }

    protected override void PostStop()
    {
        _stop.Cancel();
        CleanupMetrics.Left();
        base.PostStop();
    }

    /// <summary>Akka calls it after <see cref="PostStop"/>.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        _stop.Dispose();
    }

    [LoggerMessage(1, LogLevel.Warning, "The clean-up has failed; it goes on in a while")]
    private static partial void LogFailed(ILogger logger, Exception cause);

    [LoggerMessage(2, LogLevel.Warning, "Could not ask database {Database} how far its clean-up is; trying again")]
    private static partial void LogNotAsked(ILogger logger, Exception cause, string database);

    private sealed class Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }

    private sealed record Looked(Exception? Cause) : INoSerializationVerificationNeeded;
}
