using Chat.Domain.Connections;
using Chat.Domain.Idempotency;
using Chat.Protocol.Frames;

namespace Chat.Domain.Users;

/// <summary>
/// Idempotency beyond what fits in memory (M4): the oldest sends go to a table first, then out of memory by an event. While any of them
/// is inside the window, a send that memory does not know waits for a look into the table, in its turn, several with one look.
/// </summary>
public sealed partial class User
{
    private List<UserCommands.SendMessage>? _checking;
    private int _asked;
    private bool _spilling;
    private long _spillNotBefore;

    private const int KeysAtOnce = 256;
    private const int MaxChecking = 4_096;
    private const long SpillRetryMs = 10_000;
    private const long LookUpRetryMs = 2_000;

    private bool IsChecking => _checking is { Count: > 0 };

    /// <summary>True where the send has to wait; those behind one that waits do, too, or they would overtake it.</summary>
    private bool WaitsForTable(UserCommands.SendMessage c, long now, Effects effects)
    {
        if (!IsChecking && !State.Sends.MayBeSpilled(now)) return false;
        _checking ??= [];
        if (_checking.Count < MaxChecking) _checking.Add(c); // beyond, silence: its connection sends it again
        AskTable(effects);
        return true;
    }

    private void AskTable(Effects effects)
    {
        if (_asked > 0 || !IsChecking) return;
        _asked = Math.Min(_checking!.Count, KeysAtOnce);
        effects.LookUp = [.. _checking.Take(_asked).Select(c => IdempotencyKey.OfSend(c.Sender, c.SenderDevice, c.ClientMessageId)).Distinct()];
    }

    /// <param name="found">Null where the table could not be read: nothing may be accepted then, since it may be a repetition.</param>
    public void LookedUp(IReadOnlyDictionary<UInt128, SendRecord>? found, long now, Effects effects)
    {
        NoticeTime(now);
        var answered = _checking!.GetRange(0, _asked);
        _checking.RemoveRange(0, _asked);
        if (_checking.Count == 0) _checking = null;
        _asked = 0;
        foreach (var c in answered)
        {
            var key = IdempotencyKey.OfSend(c.Sender, c.SenderDevice, c.ClientMessageId);
            var fingerprint = IdempotencyKey.Fingerprint(c.UserId, c.Body);
            if (found is null)
            {
                AdvanceSession(c, now);
                effects.Tell(c.Session, new ConnectionMessages.SendRefused(Address, c.N, c.ClientMessageId, ErrorCode.Unavailable,
                    "The receiver's inbox cannot be read at the moment.", null, LookUpRetryMs));
            }
            else if (found.TryGetValue(key, out var sent) || State.Sends.TryGet(key, out sent)) // a copy may have come in meanwhile
            {
                AdvanceSession(c, now);
                Answer(c.Session, c.N, c.ClientMessageId, fingerprint, sent, effects);
            }
            else if (!JoinsPending(c, key, fingerprint, now, effects))
            {
                Accept(c, key, fingerprint, now, effects);
            }
        }

        AskTable(effects);
    }

    private void SpillIfDue(long now, Effects effects)
    {
        if (_spilling || now < _spillNotBefore || State.Sends.ToSpill() is not { } bucket) return;
        _spilling = true;
        effects.Spill = new SpilledBucket([.. bucket.Sends], bucket.LastRow, bucket.Sends.Values.Max(s => s.At));
    }

    /// <summary>The sends are in the table (now they may leave), or could not be put there (they stay, and it is tried again).</summary>
    public void SpillEnded(SpilledBucket bucket, bool done, long now, Effects effects)
    {
        NoticeTime(now);
        if (done)
        {
            Persist(new UserEvents.SendsSpilled(bucket.UpToRow, bucket.NewestAt), effects);
            return;
        }

        _spilling = false;
        _spillNotBefore = now + SpillRetryMs;
    }
}
