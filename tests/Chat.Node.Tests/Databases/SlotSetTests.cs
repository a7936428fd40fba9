using Chat.Actors.Databases;
using Chat.Actors.Databases.Slots;
using Chat.Protocol.Entities;

namespace Chat.Node.Tests.Databases;

public sealed class SlotSetTests
{
    [Theory]
    [InlineData("800-bff,c10", "800-bff,c10", 1025)]
    [InlineData(" 0x800 - 0xFFF ", "800-fff", 2048)]
    [InlineData("0,1,2,fff", "000-002,fff", 4)]
    [InlineData("", "none", 0)]
    [InlineData("000-fff", "000-fff", 4096)]
    public void It_is_read_as_persistence_ids_write_slots_and_written_as_short_as_can_be(string text, string written, int count)
    {
        Assert.True(SlotSet.TryParse(text, out var set, out _));
        Assert.Equal(written, set.ToString());
        Assert.Equal(count, set.Count);
    }

    [Theory]
    [InlineData("1000", "is not a range")]
    [InlineData("-1", "is not a range")]
    [InlineData("800-900-a00", "is not a range")]
    [InlineData("80g", "is not a range")]
    [InlineData("bff-800", "ends before it begins")]
    [InlineData("800-8ff,850", "named before")]
    public void What_is_none_is_refused_with_the_reason(string text, string reason)
    {
        Assert.False(SlotSet.TryParse(text, out _, out var mistake));
        Assert.Contains(reason, mistake, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_calculated_with_as_with_sets()
    {
        var one = Of("100-1ff,300");
        Assert.Equal("180-1ff", one.And(Of("180-2ff")).ToString());
        Assert.Equal("100-300", one.Or(Of("180-2ff")).ToString());
        Assert.Equal("100-17f,300", one.Except(Of("180-2ff")).ToString());
        Assert.Equal("100-101", one.Take(2).ToString());
        Assert.Equal(SlotSet.All, one.Or(SlotSet.All.Except(one)));
    }

    [Fact]
    public void The_others_have_what_they_are_given_and_the_home_database_has_the_rest()
    {
        using var databases = new SqlDatabases(new DatabaseOptions(DatabaseKind.PostgreSQL, "Host=one", "")
        {
            Others = [new OtherDatabase("Host=two", Of("800-bff")), new OtherDatabase("Host=three", Of("c00,fff")), new OtherDatabase("Host=four", SlotSet.None)],
        });
        Assert.Equal(["home", "others-0", "others-1", "others-2"], databases.All.Select(database => database.Name));
        Assert.Equal("000-7ff,c01-ffe", databases.Map.Of(databases.Home).ToString());
        foreach (var (slot, name) in new[] { (0, "home"), (0x800, "others-0"), (0xbff, "others-0"), (0xc00, "others-1"), (0xc01, "home"), (0xfff, "others-1") })
            Assert.Equal(name, databases.For(new Slot(slot)).Name);
    }

    private static SlotSet Of(string text) => SlotSet.TryParse(text, out var set, out var mistake) ? set : throw new ArgumentException(mistake, nameof(text));
}
