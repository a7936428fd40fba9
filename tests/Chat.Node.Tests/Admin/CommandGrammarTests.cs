using Chat.Node.Admin.Commands;
using Chat.Protocol.Admin;

namespace Chat.Node.Tests.Admin;

public sealed class CommandGrammarTests
{
    private static readonly PaletteDefinition Definition = new("chat", "Ours.",
    [
        new("user", "A user.") { Switches = [new(["-u", "--user"], "Who.") { Value = "USER", Required = true }, new(["-v", "--verbose"], "More.")] },
        new("cleanup", "The clean-up."),
        new("cleanup run", "Begins it.") { Switches = [new(["-t", "--table"], "Which.") { Value = "TABLE", Repeatable = true }] },
    ]);

    [Theory]
    [InlineData("chat user -u alice", "user", "alice")]
    [InlineData("CHAT User -U alice", "user", "alice")]
    [InlineData("chat user --user alice -v", "user", "alice")]
    [InlineData("chat user -u 'al ice'", "user", "al ice")]
    [InlineData("chat user -u -v", "user", "-v")] // a value is taken as it is
    public void A_line_that_fits_becomes_a_call(string line, string command, string user)
    {
        var call = Parse(line);
        Assert.Equal((command, user), (call.Command.Name, call.Value("-u")));
    }

    [Fact]
    public void Two_words_go_before_one()
    {
        Assert.Equal("cleanup run", Parse("chat cleanup run -t a -t b").Command.Name);
        Assert.Equal(["a", "b"], Parse("chat cleanup run -t a -T b").Values("-t"));
        Assert.Equal("cleanup", Parse("chat cleanup").Command.Name);
    }

    [Theory]
    [InlineData("", "Nothing to do")]
    [InlineData("chta user", "There is no palette 'chta'. There are: chat.")]
    [InlineData("chat", "'chat' wants a command: user, cleanup, cleanup run.")]
    [InlineData("chat usr", "There is no command 'usr' in 'chat'.")]
    [InlineData("chat user", "-u is missing. usage: chat user -u USER [-v]")]
    [InlineData("chat user -u", "-u wants USER. usage: chat user -u USER [-v]")]
    [InlineData("chat user -u a -u b", "-u is given twice.")]
    [InlineData("chat user -x", "There is no switch '-x'. usage: chat user -u USER [-v]")]
    [InlineData("chat user --USER a", "There is no switch '--USER'.")]
    [InlineData("chat user -u 'a", "A quote is not closed.")]
    public void A_line_that_does_not_fit_is_answered_with_what_would(string line, string says)
    {
        var e = Assert.Throws<CommandException>(() => Parse(line));
        Assert.Equal(AdminErrors.Usage, e.Kind);
        Assert.StartsWith(says, e.Message, StringComparison.Ordinal);
    }

    private static CommandCall Parse(string line) => CommandGrammar.Parse(line, [new Palette()], new AdminCaller("s", "u", "f")).Call;

    private sealed class Palette : IPalette
    {
        public PaletteDefinition Definition => CommandGrammarTests.Definition;

        public Task RunAsync(CommandCall call, IAnswer answer, CancellationToken cancellation) => Task.CompletedTask;
    }
}
