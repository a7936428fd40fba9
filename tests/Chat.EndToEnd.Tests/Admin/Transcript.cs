using System.Text;
using System.Text.RegularExpressions;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>
/// Commands and what came of them, compared with the file of that name. To record anew: CHAT_RECORD=1, and read what has changed. Times, sessions and
/// sizes are blotted out; the rest is to the letter.
/// </summary>
internal sealed partial class Transcript(AdminCluster cluster, string name)
{
    private readonly StringBuilder _text = new();

    public static string FileOf(string name) => Repository.Path("tests", "Chat.EndToEnd.Tests", "Admin", "Transcripts", name + ".txt");

    /// <summary>At the first node; each word of the command that has blanks has to be in quotes.</summary>
    public Task RunAsync(string command, Func<string, string>? blot = null) => RunAsync(0, command, blot);

    public async Task RunAsync(int node, string command, Func<string, string>? blot = null) =>
        Add(node, command, await AdminRun.RunAsync(cluster[node], command), blot);

    public void Add(int node, string command, AdminRun run, Func<string, string>? blot = null)
    {
        // What was said privately is nowhere to be seen, whatever is asked.
        Assert.DoesNotContain("private words", run.Output + run.Errors, StringComparison.Ordinal);
        var output = Blot(cluster.Normalise(run.Output + run.Errors));
        _text.Append($"$ pbm node{node + 1} {cluster.Normalise(command)}\n").Append(blot is null ? output : blot(output)).Append($"[exit {run.Code}]\n\n");
    }

    public async Task CompareAsync()
    {
        var (file, text) = (FileOf(name), _text.ToString().TrimEnd() + "\n");
        if (Environment.GetEnvironmentVariable("CHAT_RECORD") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        Assert.True(File.Exists(file), $"There is no {file}; CHAT_RECORD=1 makes it.");
        Assert.Equal(await File.ReadAllTextAsync(file), text);
    }

    public static string SortLines(string text) => string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).Select(line => line + "\n"));

    private static string Blot(string text)
    {
        text = Times().Replace(text, "TIME");
        text = Sessions().Replace(text, "SESSION");
        text = Callers().Replace(text, "USER at FROM");
        return Versions().Replace(text, "| VERSION");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Times();

    [GeneratedRegex(@"sess_[0-9a-f]+_[0-9a-f]+")]
    private static partial Regex Sessions();

    [GeneratedRegex(@"(?<=for )\S+ at \S+ \(admin-[0-9]+\)")]
    private static partial Regex Callers();

    [GeneratedRegex(@"\| \d+\.\d+\.\d+(\.\d+)?(?=$| \[| \()", RegexOptions.Multiline)]
    private static partial Regex Versions();
}
