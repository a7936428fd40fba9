using Chat.Protocol.Admin;

namespace Chat.Admin.Tests;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("cluster show", "cluster|show")]
    [InlineData("  cluster \t show  ", "cluster|show")]
    [InlineData("chat user -u 'a b'", "chat|user|-u|a b")]
    [InlineData("chat user -u \"a \\\"b\\\"\"", "chat|user|-u|a \"b\"")]
    [InlineData("chat user -u \"\"", "chat|user|-u|")]
    [InlineData("a\"b c\"d", "ab cd")]
    [InlineData("", "")]
    public void Blanks_part_words_and_quotes_keep_them(string line, string words)
    {
        Assert.True(CommandWords.TrySplit(line, out var split));
        Assert.Equal(words, string.Join('|', split));
    }

    [Fact]
    public void A_quote_that_is_not_closed_is_noticed() => Assert.False(CommandWords.TrySplit("chat user -u 'a b", out _));

    [Theory]
    [InlineData("plain")]
    [InlineData("with blank")]
    [InlineData("")]
    [InlineData("quote\"and'and\\")]
    [InlineData("böb-中")]
    public void What_is_joined_is_split_again(string word)
    {
        Assert.True(CommandWords.TrySplit(CommandWords.Join(["x", word, "y"]), out var words));
        Assert.Equal(["x", word, "y"], words);
    }
}
