using Chat.Admin.Prompt;

namespace Chat.Admin.Tests;

public sealed class LineBufferTests
{
    private readonly LineBuffer _line = new(["first", "second"], text => Completion.Of(text, Palettes.Some));

    [Fact]
    public void Keys_write_and_move()
    {
        Type("clster");
        Press(ConsoleKey.Home);
        Press(ConsoleKey.RightArrow);
        Press(ConsoleKey.RightArrow);
        Type("u");
        Assert.Equal(("cluster", 3), (_line.Text, _line.Cursor));
        Press(ConsoleKey.Backspace);
        Press(ConsoleKey.Delete);
        Assert.Equal("clter", _line.Text);
        Press(ConsoleKey.U, control: true);
        Assert.Equal("ter", _line.Text);
    }

    [Fact]
    public void Tab_completes_as_far_as_is_sure_and_offers_the_rest()
    {
        Type("clu");
        Press(ConsoleKey.Tab);
        Assert.Equal("cluster", _line.Text);
        Assert.Empty(_line.Offered);
        Press(ConsoleKey.Tab);
        Assert.Equal(["cluster", "cluster-sharding"], _line.Offered);
        Type(" sh");
        Press(ConsoleKey.Tab);
        Assert.Equal("cluster show ", _line.Text);
    }

    [Fact]
    public void Arrows_recall_what_was_written_before_and_come_back_to_what_is_being_written()
    {
        Type("now");
        Press(ConsoleKey.UpArrow);
        Assert.Equal("second", _line.Text);
        Press(ConsoleKey.UpArrow);
        Press(ConsoleKey.UpArrow);
        Assert.Equal("first", _line.Text);
        Press(ConsoleKey.DownArrow);
        Press(ConsoleKey.DownArrow);
        Assert.Equal("now", _line.Text);
    }

    [Fact]
    public void Enter_ends_the_line_control_c_drops_it_and_control_d_ends_all()
    {
        Type("x");
        Assert.Equal(LineState.Open, Press(ConsoleKey.D, control: true));
        Assert.Equal(LineState.Done, Press(ConsoleKey.Enter));
        Assert.Equal(LineState.Dropped, Press(ConsoleKey.C, control: true));
        Assert.Equal("", _line.Text);
        Assert.Equal(LineState.Ended, Press(ConsoleKey.D, control: true));
    }

    private void Type(string text)
    {
        foreach (var c in text)
            _line.Press(new ConsoleKeyInfo(c, default, false, false, false));
    }

    private LineState Press(ConsoleKey key, bool control = false) => _line.Press(new ConsoleKeyInfo('\0', key, false, false, control));
}
