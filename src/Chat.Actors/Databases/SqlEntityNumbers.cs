using Chat.Actors.Entities;
using Chat.Protocol.Ids;
using LinqToDB.Data;

namespace Chat.Actors.Databases;

/// <summary>
/// Entity numbers from blocks of <see cref="BlockSize"/>, each reserved by one statement. What is left of a block when the node ends
/// is never used: ten thousand million numbers outlast that.
/// </summary>
public sealed class SqlEntityNumbers(IDatabases databases) : IEntityNumbers
{
    public const int BlockSize = 1_000;

    private readonly object _gate = new();
    private volatile Block _block = new(0, 0);
    private Task? _reservation;

    public ValueTask<long> NextAsync(CancellationToken cancellation) =>
        _block.TryTake(out var number) ? ValueTask.FromResult(number) : WaitForNextAsync(cancellation);

    private async ValueTask<long> WaitForNextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var block = _block;
            if (block.TryTake(out var number))
                return number;
            await ReservationAfter(block).WaitAsync(cancellation);
        }
    }

    /// <summary>All who find the same block used up wait for the same reservation; where it fails, all fail and the next one tries anew.</summary>
    private Task ReservationAfter(Block usedUp)
    {
        lock (_gate)
        {
            if (_block != usedUp)
                return Task.CompletedTask;
            if (_reservation is null || _reservation.IsCompleted)
                _reservation = Task.Run(ReserveAsync);
            return _reservation;
        }
    }

    private async Task ReserveAsync()
    {
        // Not cancelled with the one who happened to ask first.
        var first = await databases.Home.WriteAsync(
            exclusive: null,
            (connection, cancellation) => connection.ExecuteAsync<long>(
                "update entity_number_blocks set next = next + @size where slot = @slot returning next - @size", cancellation,
                DataParameter.Int64("size", BlockSize), DataParameter.Int32("slot", 0)),
            CancellationToken.None);
        if (first <= 0)
            throw new InvalidOperationException("The table entity_number_blocks has lost its row.");
        if (first + BlockSize - 1 > MessageId.MaxEntity)
            throw new InvalidOperationException("All entity numbers are used up.");
        _block = new Block(first, first + BlockSize);
    }

    private sealed class Block(long first, long end)
    {
        private long _next = first - 1;

        public bool TryTake(out long number)
        {
            // Reading first keeps the counter from running away while many wait.
            if (Volatile.Read(ref _next) + 1 < end)
            {
                number = Interlocked.Increment(ref _next);
                return number < end;
            }

            number = 0;
            return false;
        }
    }
}
