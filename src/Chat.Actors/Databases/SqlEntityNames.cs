using System.Data.Common;
using System.Threading.Channels;
using Chat.Actors.Entities;
using Chat.Protocol.Entities;
using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using LinqToDB.Mapping;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Databases;

/// <summary>The table <c>entity_names</c> of the home database, where the numbers come from. Written in batches, beside everything that anybody waits for.</summary>
public sealed partial class SqlEntityNames(IDatabases databases, TimeProvider time, ILogger<SqlEntityNames> logger) : BackgroundService, IEntityNames
{
    /// <summary>A few seconds' worth of registrations at their busiest; beyond, names are left out.</summary>
    private const int Waiting = 20_000;

    private const int AtOnce = 500;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly Channel<Row> _noted = Channel.CreateBounded<Row>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Note(long number, EntityAddress entity) => _noted.Writer.TryWrite(new Row { Number = number, PersistenceId = entity.PersistenceId });

    public async Task<EntityAddress?> FindAsync(long number, CancellationToken cancellation) =>
        await databases.Home.ReadAsync(
            (connection, token) => connection.GetTable<Row>().Where(r => r.Number == number).Select(r => r.PersistenceId).FirstOrDefaultAsync(token),
            cancellation) is { } id
            ? EntityAddress.OfPersistenceId(id)
            : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var rows = new List<Row>(AtOnce);
        while (await _noted.Reader.WaitToReadAsync(stoppingToken))
        {
            await Task.Delay(Gather, time, stoppingToken);
            while (rows.Count < AtOnce && _noted.Reader.TryRead(out var row))
                rows.Add(row);
            await WriteAsync(rows, stoppingToken);
            rows.Clear();
        }
    }

    private async Task WriteAsync(IReadOnlyList<Row> rows, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await databases.Home.WriteAsync(
                    exclusive: null, (connection, token) => connection.GetTable<Row>().BulkCopyAsync(new BulkCopyOptions { BulkCopyType = BulkCopyType.MultipleRows }, rows, token),
                    stopping);
                return;
            }
            catch (DbException e) when (e.IsTransient)
            {
                LogLater(logger, e.Message);
                await Task.Delay(Retry, time, stopping);
            }
            catch (DbException e)
            {
                LogNotNoted(logger, rows.Count, e.Message);
                return;
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Names of entities cannot be noted at the moment: {Reason}")]
    private static partial void LogLater(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Count} names of entities were not noted: {Reason}")]
    private static partial void LogNotNoted(ILogger logger, int count, string reason);

    [Table("entity_names")]
    private sealed class Row
    {
        [Column("number"), PrimaryKey] public long Number { get; init; }
        [Column("persistence_id")] public string PersistenceId { get; init; } = "";
    }
}
