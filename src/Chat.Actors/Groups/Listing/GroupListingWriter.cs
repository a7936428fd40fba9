using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Groups.Listing;

/// <summary>
/// Writes the changes of all groups of a node to the listing, many in one transaction, so that a busy moment costs a few commits and
/// not one per change. While the database is away it holds what it has and takes no more: the groups keep their debts.
/// </summary>
public sealed partial class GroupListingWriter(IGroupListing listing, TimeProvider time, Random random, ILogger<GroupListingWriter> logger)
    : BackgroundService, IGroupListingWriter
{
    /// <summary>Changes that wait; each holds the members of one group.</summary>
    public const int Waiting = 1_024;

    /// <summary>Rows of a transaction, as far as whole changes allow.</summary>
    public const int RowsAtOnce = 200;

    private const int FailuresInARow = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Channel<GroupListingChange> _waiting = Channel.CreateBounded<GroupListingChange>(
        new BoundedChannelOptions(Waiting) { SingleReader = true });

    public bool TryWrite(GroupListingChange change) => _waiting.Writer.TryWrite(change);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var held = new List<GroupListingChange>();
        var failures = 0;
        while (held.Count > 0 || await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            Take(held);
            var before = held.Count;
            await WriteAsync(held, stoppingToken);
            if (held.Count == 0)
            {
                failures = 0;
                continue;
            }

            // Where some could be written, the database is there: the others must not make everybody wait for ever longer.
            failures = held.Count < before ? 1 : failures + 1;
            await Task.Delay(PauseAfter(failures), time, stoppingToken);
        }
    }

    private void Take(List<GroupListingChange> held)
    {
        var rows = 0;
        while (held.Count < Waiting && rows < RowsAtOnce && _waiting.Reader.TryRead(out var change))
        {
            held.Add(change);
            rows += change.Listing.Members.Count;
        }
    }

    /// <summary>What could be written leaves <paramref name="held"/>. Where all at once fails, each is tried by itself (R8).</summary>
    private async Task WriteAsync(List<GroupListingChange> held, CancellationToken stopping)
    {
        if (await TryWriteAsync(held, stopping))
        {
            held.ForEach(static change => change.Written());
            held.Clear();
            return;
        }

        var failures = 0;
        foreach (var change in held.Count == 1 ? [] : held.ToArray())
        {
            // With the database away each attempt takes as long as its timeout: a few are enough to know.
            if (failures == FailuresInARow)
                return;
            held.Remove(change);
            if (await TryWriteAsync([change], stopping))
            {
                failures = 0;
                change.Written();
                continue;
            }

            failures++;
            held.Add(change); // at the end, so that the next round begins with others
        }
    }

    private async Task<bool> TryWriteAsync(List<GroupListingChange> changes, CancellationToken stopping)
    {
        try
        {
            await listing.WriteAsync([.. changes.Select(change => change.Listing)], stopping);
            return true;
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            LogNotWritten(logger, e, changes.Count);
            return false;
        }
    }

    private TimeSpan PauseAfter(int failures)
    {
        var pause = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 10)), LongestPause.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(pause * (0.75 + random.NextDouble() / 2));
    }

    [LoggerMessage(1, LogLevel.Warning, "The listing of groups could not take {Changes} changes; trying again")]
    private static partial void LogNotWritten(ILogger logger, Exception cause, int changes);
}
