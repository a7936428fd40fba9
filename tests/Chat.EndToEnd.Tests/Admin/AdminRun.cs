using System.Diagnostics;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.EndToEnd.Tests.Admin;

/// <summary>The client as a process, with what it has printed.</summary>
internal sealed record AdminRun(int Code, string Output, string Errors)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static Task<AdminRun> RunAsync(NodeProcess node, params string[] command) => RunAsync([node.AdminAddress, .. command]);

    public static async Task<AdminRun> RunAsync(IEnumerable<string> args, params (string Key, string Value)[] environment)
    {
        using var process = Start(args, environment);
        return await EndAsync(process);
    }

    /// <summary>What it still prints until it ends by itself.</summary>
    public static async Task<AdminRun> EndAsync(Process process)
    {
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Limit);
        return new AdminRun(process.ExitCode, await output, await errors);
    }

    /// <summary>A stream, ended by SIGINT once a line of it fits.</summary>
    public static async Task<AdminRun> UntilAsync(NodeProcess node, Func<string, bool> enough, params string[] command)
    {
        using var process = Start([node.AdminAddress, .. command], []);
        var lines = new List<string>();
        using var limit = new CancellationTokenSource(Limit);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            lines.Add(line);
            if (enough(line)) break;
        }

        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString()]))
            await kill.WaitForExitAsync();
        var rest = await process.StandardOutput.ReadToEndAsync().WaitAsync(Limit); // where Ctrl-C is ignored, the test fails
        await process.WaitForExitAsync().WaitAsync(Limit);
        return new AdminRun(process.ExitCode, string.Join('\n', lines) + "\n" + rest, await process.StandardError.ReadToEndAsync());
    }

    public static Process Start(IEnumerable<string> args, IReadOnlyList<(string Key, string Value)> environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add(Repository.AdminAssembly);
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment.Remove("PBM_HOST");
        start.Environment.Remove("PBM_TOKEN");
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }
}
