namespace Chat.Architecture.Tests;

/// <summary>Habits of the code that a compiler does not hold.</summary>
public sealed class HouseRulesTests
{
    private static IEnumerable<string> Sources => Directory.EnumerateFiles(WorkingCopy.Path("src"), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}") && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}"));

    [Fact]
    public void Folders_are_concerns_and_not_kinds_of_class()
    {
        string[] kinds = ["Helpers", "Managers", "Services", "Utils", "Utilities", "Models", "Common", "Misc"];
        Assert.DoesNotContain(Sources.SelectMany(f => Path.GetRelativePath(WorkingCopy.Root, f).Split(Path.DirectorySeparatorChar)[..^1]), kinds.Contains);
    }

    [Fact]
    public void A_file_is_named_after_a_type_in_it() =>
        Assert.All(Sources.Where(f => Path.GetFileName(f) != "Program.cs"), file =>
        {
            var name = Path.GetFileName(file).Split('.')[0];
            var text = File.ReadAllText(file);
            Assert.True(
                new[] { "class", "record", "struct", "interface", "enum" }.Any(k => System.Text.RegularExpressions.Regex.IsMatch(text, $@"\b{k}( struct| class)? {name}\b")),
                $"{Path.GetRelativePath(WorkingCopy.Root, file)} holds no type {name}");
        });

    [Fact]
    public void Files_stay_short_enough_to_read_in_one_go() =>
        Assert.All(Sources, file => Assert.True(File.ReadLines(file).Count() <= 300, $"{Path.GetRelativePath(WorkingCopy.Root, file)} has more than 300 lines"));

    [Fact]
    public void Nobody_blocks_on_a_task() =>
        Assert.DoesNotContain(Sources.SelectMany(f => File.ReadLines(f).Select((line, i) => (f, i, line))),
            l => l.line.Contains(".Wait()", StringComparison.Ordinal) || l.line.Contains("Thread.Sleep", StringComparison.Ordinal));
}
