using System.ComponentModel;
using System.Diagnostics;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>
/// Runs the tests of the page's pure functions (ticks, order, backoff, outbox) with Node's own test runner, so that
/// <c>dotnet test</c> covers them too. By hand: <c>node --test tests/Chat.EndToEnd.Tests/Browser/js</c>.
/// </summary>
public sealed class ThePageDecides
{
    [SkippableFact]
    public async Task As_its_own_tests_say()
    {
        var folder = Repository.Path("tests", "Chat.EndToEnd.Tests", "Browser", "js");
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { "--test" } };
        foreach (var file in Directory.EnumerateFiles(folder, "*.test.mjs").Order(StringComparer.Ordinal)) start.ArgumentList.Add(file);

        Process? process = null;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception)
        {
            Skip.If(true, "There is no Node.js on the path.");
        }

        using (process!)
        {
            var said = await Task.WhenAll(process!.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, string.Join(Environment.NewLine, said));
        }
    }
}
