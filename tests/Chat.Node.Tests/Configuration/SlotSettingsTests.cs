using Chat.Node.Configuration;
using Microsoft.Extensions.Configuration;

namespace Chat.Node.Tests.Configuration;

/// <summary>The map of slots in the configuration: its mistakes stop the start with one line that names the key.</summary>
public sealed class SlotSettingsTests
{
    [Theory]
    [InlineData("Provider", "SQLite", "Chat__Database__Others: further databases need Chat__Database__Provider=PostgreSQL")]
    [InlineData("Journal", "AkkaPersistenceSql", "Chat__Database__Journal: AkkaPersistenceSql is for one database")]
    [InlineData("Others:0:Slots", "800-bff,c0g", "Chat__Database__Others__0__Slots: 'c0g' is not a range of slots")]
    [InlineData("Others:0:Slots", "bff-800", "Chat__Database__Others__0__Slots: 'bff-800' ends before it begins")]
    [InlineData("Others:1:Slots", "700-8ff", "Chat__Database__Others__1__Slots: slots 800-8ff are given to a database before it, too")]
    [InlineData("Others:1:ConnectionString", " ", "Chat__Database__Others__1__ConnectionString: is empty")]
    [InlineData("Others:1:ConnectionString", "Server=HOME;Database=chat;Username=another", "Chat__Database__Others__1__ConnectionString: is the same database as Chat__Database__ConnectionString")]
    [InlineData("Others:1:ConnectionString", "Database=chat;Host=two;Password=hush!", "Chat__Database__Others__1__ConnectionString: is the same database as Chat__Database__Others__0__ConnectionString")]
    [InlineData("Others:1:Slotz", "c00", "Chat__Database__Others__1__Slotz: there is no such key; did you mean Chat__Database__Others__0__Slots?")]
    [InlineData("Others", "Host=two", "Chat__Database__Others: a section or a list of sections, not a value")]
    public void A_mistake_in_the_map_is_told_in_one_line(string key, string value, string line)
    {
        var lines = Assert.Throws<SettingsException>(() => Read((key, value))).Lines;
        Assert.Contains(lines, text => text.StartsWith(line, StringComparison.Ordinal));
        Assert.DoesNotContain("hush!", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_map_without_mistakes_is_taken_as_it_is_written()
    {
        var options = DatabaseHosting.OptionsOf(Read());
        Assert.Equal(["800-bff", "c00-c0f,fff"], options.Others.Select(other => other.Slots.ToString()));
        Assert.Equal("Host=three;Database=chat", options.Others[1].ConnectionString);
    }

    private static ChatSettings Read(params (string Key, string Value)[] changes)
    {
        var values = new Dictionary<string, string?>
        {
            ["Chat:Database:Provider"] = "PostgreSQL",
            ["Chat:Database:ConnectionString"] = "Host=home;Database=chat",
            ["Chat:Database:Others:0:ConnectionString"] = "Host=two;Database=chat",
            ["Chat:Database:Others:0:Slots"] = "800-bff",
            ["Chat:Database:Others:1:ConnectionString"] = "Host=three;Database=chat",
            ["Chat:Database:Others:1:Slots"] = "c00-c0f,fff",
        };
        foreach (var (key, value) in changes) values[$"Chat:Database:{key}"] = value;
        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
