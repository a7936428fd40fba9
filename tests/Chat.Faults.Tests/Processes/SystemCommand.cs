using System.Diagnostics;

namespace Chat.Faults.Tests.Processes;

/// <summary>A command of the system that is run to its end.</summary>
internal static class SystemCommand
{
    public static Task<string> IpAsync(params string[] arguments) => RunAsync("ip", arguments);

    public static async Task<string> RunAsync(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}: {(await errors).Trim()}");
    }

    /// <summary>For what may be gone already.</summary>
    public static async Task TryIpAsync(params string[] arguments)
    {
        try
        {
            await IpAsync(arguments);
        }
        catch (InvalidOperationException)
        {
            // gone already
        }
    }
}
