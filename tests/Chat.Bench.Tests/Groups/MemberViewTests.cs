using Chat.Bench.Client;
using Chat.Bench.Groups;

namespace Chat.Bench.Tests.Groups;

public sealed class MemberViewTests
{
    private readonly MemberView _view = new(3);

    [Fact]
    public void Positions_may_skip_what_a_member_has_written_himself()
    {
        Assert.Null(_view.Advance(2, new MessageId(1, 1)));
        Assert.Null(_view.Advance(5, new MessageId(1, 2)));
        Assert.True(_view.IsBeyond(4));
        Assert.False(_view.IsBeyond(6));
    }

    [Fact]
    public void A_later_message_has_a_higher_id()
    {
        _view.Advance(2, new MessageId(1, 5));
        Assert.NotNull(_view.Advance(3, new MessageId(1, 4)));
    }

    [Fact]
    public void It_has_caught_up_with_the_last_one_that_is_due()
    {
        _view.Due = 2;
        Assert.False(_view.Count(10));
        Assert.True(_view.Count(11));
        Assert.False(_view.Count(12));
        Assert.Equal(11, _view.CaughtUpAt);
    }
}
