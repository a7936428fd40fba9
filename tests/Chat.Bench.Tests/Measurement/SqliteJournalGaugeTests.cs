using Chat.Bench.Groups;
using Chat.Bench.Measurement;
using Microsoft.Data.Sqlite;

namespace Chat.Bench.Tests.Measurement;

public sealed class SqliteJournalGaugeTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");
    private readonly SqliteJournalGauge _gauge;

    public SqliteJournalGaugeTests() => _gauge = new SqliteJournalGauge(_file, () => Environment.ProcessId);

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Without_a_journal_nothing_is_known()
    {
        Assert.Null(_gauge.Mark());
        Assert.Null(_gauge.Storage());
        Assert.Empty(_gauge.KindsSince(new JournalMark(0, 0)));
    }

    [Fact]
    public void Rows_since_a_mark_are_told_apart_by_entity_and_event()
    {
        Execute("create table journal (ordering integer primary key autoincrement, persistence_id text, manifest text, message blob)");
        Write("u/001/anna", "wa");
        var mark = _gauge.Mark()!;
        Write("g/002/g1", "ma", "ma", "wa");
        Write("u/001/anna", "gn");
        Write("u/003/bert", "gn", "wa");

        Assert.Equal(6, _gauge.Since(mark)!.Rows);
        Assert.Equal(
            [new("g", "ma", 2, 1), new("g", "wa", 1, 1), new("u", "gn", 2, 2), new EventRows("u", "wa", 1, 1)],
            _gauge.KindsSince(mark));
        var rows = new AwayRows(_gauge.Since(mark), _gauge.KindsSince(mark));
        Assert.Equal((2L, 2L, 2L), (rows.OfGroup, rows.Notes, rows.Marks));
    }

    private void Write(string entity, params string[] events)
    {
        foreach (var manifest in events)
            Execute($"insert into journal (persistence_id, manifest, message) values ('{entity}', '{manifest}', x'0102')");
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_file};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
