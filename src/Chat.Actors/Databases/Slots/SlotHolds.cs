using Chat.Protocol.Entities;
using Npgsql;

namespace Chat.Actors.Databases.Slots;

/// <summary>What a database has of a slot; the states are explained in the script that makes <c>slot_map</c>.</summary>
internal enum SlotState
{
    None,
    Served,
    Leaving,
    Copied,
    Gone,
}

/// <param name="Other">The id of the database that the slot comes from or goes to.</param>
/// <param name="At">When it was taken out of service there; Unix milliseconds.</param>
internal readonly record struct SlotHold(SlotState State, string Other, long At)
{
    public static SlotHold Served(long at = 0) => new(SlotState.Served, "", at);
}

/// <summary>The table <c>slot_map</c> of one database, one entry a slot.</summary>
internal sealed class SlotHolds
{
    private readonly SlotHold[] _holds;

    private SlotHolds(SlotHold[] holds) => _holds = holds;

    public SlotHold this[int slot] => _holds[slot];

    public bool IsEmpty => Array.TrueForAll(_holds, hold => hold.State == SlotState.None);

    public SlotSet In(SlotState state) => SlotSet.Where(slot => _holds[slot].State == state);

    public void Set(SlotSet slots, SlotHold hold) => Set(slots, _ => hold);

    public void Set(SlotSet slots, Func<int, SlotHold> hold)
    {
        for (var slot = 0; slot < _holds.Length; slot++)
            if (slots.Contains(slot)) _holds[slot] = hold(slot);
    }

    /// <summary>What was planned on another state of the table must not be done.</summary>
    /// <exception cref="SlotMoveException">One of the slots is otherwise than it has to be.</exception>
    public void Require(SlotSet slots, Func<SlotHold, bool> isAsPlanned, IDatabase database)
    {
        var others = SlotSet.Where(slot => slots.Contains(slot) && !isAsPlanned(_holds[slot]));
        if (!others.IsEmpty) throw new SlotMoveException($"Slots {others} have changed in '{database.Name}' since the move was planned; run it again.");
    }

    public static async Task<SlotHolds> LoadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var holds = new SlotHold[Slot.Count];
        Array.Fill(holds, new SlotHold(SlotState.None, "", 0));
        await using var command = new NpgsqlCommand("select first, last, state, other, at from slot_map", connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            Array.Fill(
                holds, new SlotHold(Enum.Parse<SlotState>(rows.GetString(2), ignoreCase: true), rows.GetString(3), rows.GetInt64(4)),
                rows.GetInt32(0), rows.GetInt32(1) - rows.GetInt32(0) + 1);
        return new SlotHolds(holds);
    }

    /// <summary>To change: nobody else changes it, nor reads it to change it, before the transaction has ended.</summary>
    public static async Task<SlotHolds> LockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("lock table slot_map in share row exclusive mode", cancellation);
        return await LoadAsync(connection, cancellation);
    }

    public async Task SaveAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("delete from slot_map", cancellation);
        for (var first = 0; first < _holds.Length;)
        {
            var last = first;
            while (last + 1 < _holds.Length && _holds[last + 1] == _holds[first]) last++;
            var hold = _holds[first];
            if (hold.State != SlotState.None)
                await connection.ExecuteAsync(
                    "insert into slot_map (first, last, state, other, at) values ($1, $2, $3, $4, $5)", cancellation,
                    first, last, hold.State.ToString().ToLowerInvariant(), hold.Other, hold.At);
            first = last + 1;
        }
    }
}
