using System.Diagnostics;

namespace Chat.Deployment.Tests.Harness;

/// <summary>A program that may be there or not; where it is not, a test that needs it is skipped and says so.</summary>
internal static class Tool
{
    private static readonly string[] AlsoIn = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

    public static string Require(string name)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(AlsoIn);
        var path = folders.Where(f => f.Length > 0).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
        Skip.If(path is null, $"{name} is not installed");
        return path!;
    }

    public static Process Start(string path, IEnumerable<string> arguments, params (string Key, string Value)[] environment)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        return Process.Start(start)!;
    }

    /// <summary>What it writes to its output; fails where it does not end with 0.</summary>
    public static async Task<string> RunAsync(string path, IEnumerable<string> arguments, params (string Key, string Value)[] environment)
    {
        using var process = Start(path, arguments, environment);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(process.ExitCode == 0, $"{path} ended with {process.ExitCode}:\n{await errors}");
        return await output;
    }
}
