using Chat.Admin.Output;

namespace Chat.Admin.Tests;

public sealed class HelpTextTests
{
    [Fact]
    public void Help_lists_every_palette_and_command()
    {
        var text = Of("help");
        Assert.All(Palettes.Some.SelectMany(p => p.Commands.Select(c => $"{p.Name} {c.Name}")), name => Assert.Contains(name, text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("help cluster down")]
    [InlineData("cluster down help")]
    [InlineData("cluster down --help")]
    public void Help_of_a_command_says_how_to_write_it(string line)
    {
        Assert.Contains("usage: cluster down -a ADDRESS [-f]", Of(line), StringComparison.Ordinal);
        Assert.Contains("-a, --address ADDRESS  Which.", Of(line), StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_asks_for_something_else_is_no_question_for_help() => Assert.Null(HelpText.For("cluster show", Palettes.Some));

    private static string Of(string line) => string.Join('\n', HelpText.For(line, Palettes.Some) ?? []);
}
