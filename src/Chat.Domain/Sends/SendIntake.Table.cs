using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Protocol.Frames;

namespace Chat.Domain.Sends;

/// <summary>
/// Idempotency beyond what fits in memory (M4): the oldest sends go to a table first, then out of memory by an event; their filters stay.
/// A send that no filter knows is new. One that a filter may know waits for a look into the table, in its turn, several with one look.
/// </summary>
internal sealed partial class SendIntake<TEffects>
{
    private SpillIndex? _spilled;
    private List<(ISend Send, UInt128 Key)>? _checking;
    private int _asked;
    private bool _readingFilters;
    private bool _spilling;
    private long _spillNotBefore;

    private const int KeysAtOnce = 256;
    private const int MaxChecking = 4_096;
    private const long SpillRetryMs = 10_000;
    private const long LookUpRetryMs = 2_000;

    private static readonly Dictionary<UInt128, SendRecord> Nothing = [];

    private bool IsChecking => _checking is { Count: > 0 };

    /// <param name="found">Null where the table could not be read: nothing may be accepted then, since it may be a repetition.</param>
    public void LookedUp(IReadOnlyDictionary<UInt128, SendRecord>? found, long now, TEffects effects)
    {
        var asked = _asked;
        _asked = 0;
        Settle(asked, found, now, effects);
        AskTable(now, effects);
    }

    /// <param name="filters">Null where they could not be read: what waits for them is refused, and the next send asks again.</param>
    public void FiltersRead(SpilledFilters? filters, long now, TEffects effects)
    {
        _readingFilters = false;
        if (filters is null)
        {
            Settle(_checking!.Count, null, now, effects);
            return;
        }

        (_spilled ??= new SpillIndex()).Load(filters, log.Sends.WindowStart(now));
        AskTable(now, effects);
    }

    public void SpillIfDue(long now, TEffects effects)
    {
        if (_spilling || now < _spillNotBefore || log.Sends.ToSpill() is not { } bucket) return;
        _spilling = true;
        effects.Spill = SpilledBucket.Of(bucket.Sends, bucket.LastRow, Math.Max(bucket.NewestAt, log.Sends.SpilledAt));
    }

    /// <summary>The sends are in the table (now they may leave), or could not be put there (they stay, and it is tried again).</summary>
    public void SpillEnded(SpilledBucket bucket, bool done, long now, TEffects effects)
    {
        if (done)
        {
            _spilled ??= new SpillIndex();
            if (log.Sends.SpilledAt == 0) _spilled.BeginEmpty();
            _spilled.Add(new SpilledFilter(bucket.UpToRow, bucket.NewestAt, bucket.Filter), log.Sends.WindowStart(now));
            log.Spilled(bucket, effects);
            return;
        }

        _spilling = false;
        _spillNotBefore = now + SpillRetryMs;
    }

    public void SpillCommitted(long now, TEffects effects)
    {
        _spilling = false;
        SpillIfDue(now, effects);
    }

    /// <summary>True where the send has to wait; those behind one that waits do, too, or they would overtake it.</summary>
    private bool WaitsForTable(ISend send, UInt128 key, long now, TEffects effects)
    {
        if (!IsChecking && !MayBeInTable(key, now)) return false;
        _checking ??= [];
        if (_checking.Count < MaxChecking) _checking.Add((send, key)); // beyond, silence: its connection sends it again
        AskTable(now, effects);
        return true;
    }

    private bool MayBeInTable(UInt128 key, long now) =>
        log.Sends.MayBeSpilled(now) && (_spilled is not { IsComplete: true } || _spilled.MayContain(key, log.Sends.WindowStart(now)));

    /// <summary>Asks what those at the front need to know; where that is nothing, they go on at once.</summary>
    private void AskTable(long now, TEffects effects)
    {
        while (IsChecking && _asked == 0 && !_readingFilters)
        {
            if (log.Sends.MayBeSpilled(now) && _spilled is not { IsComplete: true })
            {
                effects.ReadFilters = _readingFilters = true;
                return;
            }

            var count = Math.Min(_checking!.Count, KeysAtOnce);
            var keys = _checking.Take(count).Select(c => c.Key).ToHashSet();
            if (_spilled?.LookUp(keys, log.Sends.WindowStart(now), log.Number) is { } lookUp)
            {
                effects.LookUp = lookUp;
                _asked = count;
                return;
            }

            Settle(count, Nothing, now, effects);
        }
    }

    /// <summary>Answers the first of those that wait, of which it is known now what the table has.</summary>
    private void Settle(int count, IReadOnlyDictionary<UInt128, SendRecord>? found, long now, TEffects effects)
    {
        var settled = _checking!.GetRange(0, count);
        _checking.RemoveRange(0, count);
        if (_checking.Count == 0) _checking = null;
        foreach (var (send, key) in settled)
        {
            var fingerprint = FingerprintOf(send);
            if (found is null)
            {
                _sessions.Advance(send, now);
                effects.Tell(send.Session, new ConnectionMessages.SendRefused(
                    send.Entity, send.N, send.ClientMessageId, ErrorCode.Unavailable, log.Unreadable, null, LookUpRetryMs));
            }
            else if (found.TryGetValue(key, out var sent) || log.Sends.TryGet(key, out sent)) // a copy may have come in meanwhile
            {
                _sessions.Advance(send, now);
                Answer(send, fingerprint, sent, effects);
            }
            else if (!JoinsPending(send, key, fingerprint, now, effects))
            {
                Accept(send, key, fingerprint, now, effects);
            }
        }
    }
}
