using System.Diagnostics;

namespace Chat.Faults.Tests.Network;

/// <summary>A command of the system that is run to its end.</summary>
internal static class IpCommand
{
    public static Task<string> RunAsync(params string[] arguments) => RunAsync("ip", arguments);

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
    public static async Task TryAsync(params string[] arguments)
    {
        try
        {
            await RunAsync(arguments);
        }
        catch (InvalidOperationException)
        {
            // gone already
        }
    }
}
