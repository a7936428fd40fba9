using Chat.Actors.Persistence;

namespace Chat.Actors.Tests.Persistence;

/// <summary>Which rows the snapshots of an entity make superfluous (R3).</summary>
public sealed class CoveredRowsTests
{
    private CoveredRows _rows;

    [Fact]
    public void Rows_go_up_to_the_older_of_two_snapshots()
    {
        Write(1, 10);
        _rows.Saved(10);
        Assert.Equal(0, _rows.UpTo);
        Write(11, 20);
        _rows.Saved(20);
        Assert.Equal(10, _rows.UpTo);
        Assert.False(_rows.AreAll);
    }

    [Fact]
    public void Rows_whose_effect_recovery_repeats_go_with_the_newer_one()
    {
        _rows.Restored(10, older: 0, needed: 0);
        _rows.Written(11, repeated: true);
        _rows.Saved(11);
        Assert.Equal(11, _rows.UpTo);
        Assert.True(_rows.AreAll);
    }

    [Fact]
    public void One_row_among_them_that_says_something_holds_them_all()
    {
        _rows.Restored(10, older: 0, needed: 0);
        _rows.Written(11, repeated: true);
        _rows.Written(12, repeated: false);
        _rows.Written(13, repeated: true);
        _rows.Saved(13);
        Assert.Equal(10, _rows.UpTo);
        _rows.Written(14, repeated: true);
        _rows.Saved(14);
        Assert.Equal(14, _rows.UpTo);
    }

    [Fact]
    public void A_snapshot_that_failed_covers_nothing_and_is_not_tried_again_at_once()
    {
        Write(1, 100);
        _rows.NotSaved(100, every: 100);
        Assert.False(_rows.IsSnapshotDue(101, every: 100));
        Assert.True(_rows.IsSnapshotDue(150, every: 100));
        Write(101, 150);
        _rows.Saved(150);
        Assert.Equal(0, _rows.UpTo); // there is one snapshot only
    }

    [Fact]
    public void A_snapshot_says_what_it_leaves_superfluous()
    {
        _rows.Restored(10, older: 0, needed: 0);
        _rows.Written(11, repeated: true);
        var (older, needed) = (_rows.Newest, _rows.Needed); // goes into the snapshot at 11

        var next = new CoveredRows();
        next.Restored(11, older, needed);
        Assert.True(next.AreAll);
        Assert.Equal(11, next.UpTo);
        next.Written(12, repeated: false);
        Assert.False(next.AreAll);
        Assert.Equal(10, next.UpTo);
    }

    private void Write(long from, long to)
    {
        for (var row = from; row <= to; row++)
            _rows.Written(row, repeated: false);
    }
}
