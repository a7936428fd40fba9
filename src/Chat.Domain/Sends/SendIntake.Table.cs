using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Protocol.Frames;

namespace Chat.Domain.Sends;

/// <summary>
/// Idempotency beyond what fits in memory (M4): the oldest sends go to a table first, then out of memory by an event. While any of them
/// is inside the window, a send that memory does not know waits for a look into the table, in its turn, several with one look.
/// </summary>
internal sealed partial class SendIntake<TEffects>
{
    private List<ISend>? _checking;
    private int _asked;
    private bool _spilling;
    private long _spillNotBefore;

    private const int KeysAtOnce = 256;
    private const int MaxChecking = 4_096;
    private const long SpillRetryMs = 10_000;
    private const long LookUpRetryMs = 2_000;

    private bool IsChecking => _checking is { Count: > 0 };

    /// <param name="found">Null where the table could not be read: nothing may be accepted then, since it may be a repetition.</param>
    public void LookedUp(IReadOnlyDictionary<UInt128, SendRecord>? found, long now, TEffects effects)
    {
        var answered = _checking!.GetRange(0, _asked);
        _checking.RemoveRange(0, _asked);
        if (_checking.Count == 0) _checking = null;
        _asked = 0;
        foreach (var send in answered)
        {
            var key = KeyOf(send);
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

        AskTable(effects);
    }

    public void SpillIfDue(long now, TEffects effects)
    {
        if (_spilling || now < _spillNotBefore || log.Sends.ToSpill() is not { } bucket) return;
        _spilling = true;
        effects.Spill = new SpilledBucket([.. bucket.Sends], bucket.LastRow, bucket.Sends.Values.Max(s => s.At));
    }

    /// <summary>The sends are in the table (now they may leave), or could not be put there (they stay, and it is tried again).</summary>
    public void SpillEnded(SpilledBucket bucket, bool done, long now, TEffects effects)
    {
        if (done)
        {
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
    private bool WaitsForTable(ISend send, long now, TEffects effects)
    {
        if (!IsChecking && !log.Sends.MayBeSpilled(now)) return false;
        _checking ??= [];
        if (_checking.Count < MaxChecking) _checking.Add(send); // beyond, silence: its connection sends it again
        AskTable(effects);
        return true;
    }

    private void AskTable(TEffects effects)
    {
        if (_asked > 0 || !IsChecking) return;
        _asked = Math.Min(_checking!.Count, KeysAtOnce);
        effects.LookUp = [.. _checking.Take(_asked).Select(KeyOf).Distinct()];
    }
}
