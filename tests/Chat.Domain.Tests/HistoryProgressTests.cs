using Chat.Domain.History;

namespace Chat.Domain.Tests;

/// <summary>Which rows are owed to history, and when they are asked for.</summary>
public sealed class HistoryProgressTests
{
    private readonly HistoryProgress _progress = new();
    private readonly Random _random = new(1);
    private long _now = 1_000_000;

    [Fact]
    public void Nothing_is_owed_before_history_is_switched_on()
    {
        Rows(1, 2);
        Assert.False(_progress.Owes);
        Assert.Equal(long.MaxValue, _progress.OldestPendingRow);
        _progress.Switch(true, forget: true);
        Rows(4);
        Assert.Equal([new HistoryStretch(4, 4)], _progress.Owed);
    }

    [Fact]
    public void What_comes_within_a_moment_is_one_portion_and_one_is_on_its_way_at_a_time()
    {
        _progress.Switch(true, forget: true);
        Rows(2, 3, 5);
        Assert.Null(_progress.Next(_now));
        _now = _progress.Due;
        Assert.Equal((2, 5, HistoryProgress.MaxRows), _progress.Next(_now));
        Rows(6);
        Assert.Null(_progress.Next(_now + 200_000)); // it takes as long as it takes
        _progress.Recorded(5, _now, _random);
        Assert.Equal(6, _progress.OldestPendingRow);
        Assert.Equal((6, 6, HistoryProgress.MaxRows), _progress.Next(_progress.Due));
        _progress.Recorded(6, _now, _random);
        Assert.False(_progress.Owes);
        Assert.Equal((long.MaxValue, long.MaxValue), (_progress.Due, _progress.OwedSince));
    }

    [Fact]
    public void Part_of_a_portion_is_followed_at_once_by_the_rest()
    {
        _progress.Switch(true, forget: true);
        Rows([.. Enumerable.Range(1, 600).Select(n => (long)n)]);
        _progress.Next(_now = _progress.Due);
        _progress.Recorded(256, _now, _random);
        Assert.Equal((_now, 257L), (_progress.Due, _progress.OldestPendingRow));
    }

    [Fact]
    public void A_portion_of_which_nothing_is_ever_heard_is_asked_for_again()
    {
        _progress.Switch(true, forget: true);
        Rows(7);
        _progress.Next(_now = _progress.Due);
        Assert.Equal((7, 7, HistoryProgress.MaxRows), _progress.Next(_now = _progress.Due));
        _progress.Switch(false, forget: true);
        Assert.Null(_progress.Next(_progress.Due));
        Assert.False(_progress.IsWriting); // whoever waits for it to erase what was kept waits no longer
    }

    [Fact]
    public void What_could_not_be_written_comes_again_ever_more_rarely_and_stays_owed()
    {
        _progress.Switch(true, forget: true);
        Rows(7);
        long pause = 0;
        for (var attempt = 0; attempt < 20; attempt++)
        {
            Assert.Equal((7, 7, HistoryProgress.MaxRows), _progress.Next(_now = _progress.Due));
            _progress.Recorded(null, _now, _random);
            pause = _progress.Due - _now;
            Assert.InRange(pause, 500, 80_000);
            Assert.Equal(7, _progress.OldestPendingRow);
        }

        Assert.InRange(pause, 40_000, 80_000);
    }

    [Fact]
    public void Switched_off_what_was_not_written_is_forgotten_or_still_owed_and_what_comes_after_is_not()
    {
        _progress.Switch(true, forget: false);
        Rows(2, 3);
        _progress.Switch(false, forget: false);
        Rows(4, 5);
        _progress.Switch(true, forget: false);
        Rows(7, 8);
        Assert.Equal([new HistoryStretch(2, 3), new HistoryStretch(7, 8)], _progress.Owed);
        Assert.Equal((2, 3, HistoryProgress.MaxRows), _progress.Next(_progress.Due)); // not beyond the stretch
        _progress.Switch(false, forget: true);
        Assert.False(_progress.Owes);
        _progress.Recorded(3, _now, _random);
        Assert.Equal(long.MaxValue, _progress.Due);
    }

    [Fact]
    public void Switching_to_and_fro_while_nothing_is_written_takes_bounded_memory_and_loses_nothing()
    {
        for (var i = 1; i <= 100; i++)
        {
            _progress.Switch(true, forget: false);
            Rows(10 * i);
            _progress.Switch(false, forget: false);
        }

        Assert.InRange(_progress.Owed.Count, 2, 20);
        for (var i = 1; i <= 100; i++)
            Assert.Contains(_progress.Owed, stretch => stretch.First <= 10 * i && 10 * i <= stretch.Last);
    }

    [Fact]
    public void After_a_restart_what_is_owed_goes_on()
    {
        _progress.Restore(enabled: true, writtenUpTo: 10, [new HistoryStretch(11, 12)]);
        Rows(20);
        _progress.Resume(_now, _random);
        Assert.Equal(_now, _progress.OwedSince);
        Assert.InRange(_progress.Due, _now, _now + 1_000);
        Assert.Equal(11, _progress.OldestPendingRow);
        _progress.Next(_now = _progress.Due);
        _progress.Recorded(20, _now, _random);
        Assert.Equal((20, false), (_progress.WrittenUpTo, _progress.Owes));
    }

    private void Rows(params long[] rows)
    {
        foreach (var row in rows)
            _progress.Row(row);
        _progress.Noticed(_now);
    }
}
