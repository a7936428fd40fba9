using Chat.Actors.Databases;
using LinqToDB.Data;

namespace Chat.Actors.Cleanup;

/// <summary>The table <c>cleanup_round</c>: one row in each database.</summary>
internal static class CleanupRounds
{
    public static async Task<CleanupProgress?> LoadAsync(IDatabase database, CancellationToken cancellation) =>
        (await database.ReadAsync(
            (connection, token) => connection.QueryToListAsync<CleanupProgress>(
                "select started, position, seen, woken, pending, silent, removed_rows, expired_history from cleanup_round where id = 1", token),
            cancellation)).FirstOrDefault();

    public static Task SaveAsync(IDatabase database, CleanupProgress progress, CancellationToken cancellation) => database.WriteAsync(
        null,
        (connection, token) => connection.ExecuteAsync(
            """
            insert into cleanup_round (id, started, position, seen, woken, pending, silent, removed_rows, expired_history)
            values (1, @started, @position, @seen, @woken, @pending, @silent, @removed, @history)
            on conflict (id) do update set started = excluded.started, position = excluded.position, seen = excluded.seen, woken = excluded.woken,
                pending = excluded.pending, silent = excluded.silent, removed_rows = excluded.removed_rows, expired_history = excluded.expired_history
            """,
            token,
            DataParameter.Int64("started", progress.Started), DataParameter.Text("position", progress.Position),
            DataParameter.Int64("seen", progress.Seen), DataParameter.Int64("woken", progress.Woken),
            DataParameter.Int64("pending", progress.Pending), DataParameter.Int64("silent", progress.Silent),
            DataParameter.Int64("removed", progress.RemovedRows), DataParameter.Int64("history", progress.ExpiredHistory)),
        cancellation);
}
