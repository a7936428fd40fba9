using Chat.Faults.Tests.Checking;
using static Chat.Faults.Tests.Specs.History;

namespace Chat.Faults.Tests.Specs;

/// <summary>Presence has 15 s after the trouble, after a change, and after a subscription; then it is wrong.</summary>
public sealed class PresenceBookTests
{
    private readonly PresenceBook _book = new(new History().Ledger.Cast);

    public PresenceBookTests()
    {
        _book.Connected(Ann, At(0), "n1");
        _book.Connected(Bob, At(0), "n1");
        _book.Subscribed(Ann, ["bob", "cid"], At(1), "n1");
        _book.Shown(Ann, "bob", online: true);
        _book.Shown(Ann, "cid", online: false);
    }

    [Fact]
    public void Nothing_is_wrong_where_all_are_shown_as_they_are() => Assert.Empty(_book.Wrong(At(100), quiet: At(0), late: false));

    [Fact]
    public void Somebody_who_has_gone_and_is_shown_on_line_is_wrong_and_after_15_seconds_late()
    {
        _book.Disconnected(Bob, At(20));
        Assert.Single(_book.Wrong(At(34), quiet: At(0), late: false));
        Assert.Empty(_book.Wrong(At(34), quiet: At(0), late: true));
        Assert.Single(_book.Wrong(At(36), quiet: At(0), late: true));
    }

    [Fact]
    public void Trouble_gives_more_time()
    {
        _book.Disconnected(Bob, At(20));
        Assert.Empty(_book.Wrong(At(54), quiet: At(40), late: true));
        Assert.Single(_book.Wrong(At(56), quiet: At(40), late: true));
    }

    [Fact]
    public void Somebody_who_has_come_and_is_shown_off_line_is_wrong()
    {
        _book.Connected(Cid, At(20), "n1");
        Assert.Single(_book.Wrong(At(36), quiet: At(0), late: true));
    }

    [Fact]
    public void Somebody_with_another_device_is_still_on_line()
    {
        _book.Connected(BobsLaptop, At(10), "n1");
        _book.Disconnected(Bob, At(20));
        Assert.Empty(_book.Wrong(At(100), quiet: At(0), late: false));
    }

    [Fact]
    public void A_subscription_that_shows_nothing_is_wrong()
    {
        _book.Subscribed(Ann, ["bob"], At(30), "n1");
        Assert.Empty(_book.Wrong(At(44), quiet: At(0), late: true));
        Assert.Single(_book.Wrong(At(46), quiet: At(0), late: true));
    }

    [Fact]
    public void A_watcher_who_has_gone_sees_nothing_wrongly()
    {
        _book.Disconnected(Bob, At(20));
        _book.Disconnected(Ann, At(20));
        Assert.Empty(_book.Wrong(At(100), quiet: At(0), late: true));
    }

    private static TimeSpan At(int seconds) => TimeSpan.FromSeconds(seconds);
}
