using System.Diagnostics;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>An operator asks a script how it is called, or mistypes: neither does anything to a node.</summary>
public sealed class ScriptUsageTests
{
    public static TheoryData<string> Scripts { get; } =
        [.. Directory.GetFiles(Repository.Path("pbm"), "*.sh").Select(file => Path.GetFileName(file)).Where(file => file != "lib.sh")];

    [Theory, MemberData(nameof(Scripts))]
    public async Task A_script_says_how_it_is_called(string script)
    {
        var (code, output, errors) = await RunAsync(script, "--help");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains($"pbm/{script}", output, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task A_script_does_nothing_where_it_does_not_understand(string script)
    {
        var (code, output, errors) = await RunAsync(script, "--bakc");
        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"pbm/{script}", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string script, string argument)
    {
        var start = new ProcessStartInfo("sh", [Repository.Path("pbm", script), argument]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PBM"] = "a-client-that-is-not-there";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output, await errors);
    }
}
