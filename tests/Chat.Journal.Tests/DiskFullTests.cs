using System.Diagnostics;
using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>Our journal: a full disk is waited for as a database that is away is, and said to be full when it stays so.</summary>
public sealed class DiskFullTests : IAsyncLifetime
{
    private readonly string _disk = Directory.CreateTempSubdirectory("chat-disk-").FullName;
    private bool _mounted;

    private string Filler => Path.Combine(_disk, "filler");

    [SkippableFact]
    public async Task Writes_wait_for_room_and_are_refused_with_the_reason_where_none_comes()
    {
        Skip.If(!_mounted, "no small disk: it takes root and the right to mount a tmpfs");
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.SQLite, folder: Directory.CreateDirectory(Path.Combine(_disk, "data")).FullName);
        await using var patient = database.Start(Journals.Ours);
        await using var impatient = database.Start(Journals.Ours, "give-up-after = 500ms");
        Assert.True((await patient.WriteAsync("before", 1, "1")).AllAcked);
        Fill();

        var waiting = patient.WriteAsync("patient", 1, [.. Enumerable.Repeat((object)new string('x', 100_000), 30)]);
        var refused = await impatient.WriteAsync("impatient", 1, [.. Enumerable.Repeat((object)new string('x', 100_000), 30)]);
        Assert.Empty(refused.Acked);
        Assert.All(refused.Failed, f => Assert.Contains("full", f.Cause.Message));
        Assert.False(waiting.IsCompleted, "it was answered while there was no room");
        Assert.Equal(["1"], (await patient.ReplayAsync("before")).Texts);

        File.Delete(Filler);
        Assert.True((await waiting).AllAcked);
        Assert.Equal(30, (await patient.ReplayAsync("patient")).Events.Count);
        Assert.Empty((await patient.ReplayAsync("impatient")).Events);
        await Eventually.HoldsAsync(async () => (await impatient.WriteAsync(SharedNodes.NewId("after"), 1, "1")).AllAcked, "writes are taken again");
    }

    public async Task InitializeAsync() => _mounted = OperatingSystem.IsLinux() && Environment.UserName == "root" && await RunAsync("mount", "-t", "tmpfs", "-o", "size=16m", "none", _disk);

    public async Task DisposeAsync()
    {
        if (_mounted) await RunAsync("umount", "-l", _disk);
        Directory.Delete(_disk, recursive: true);
    }

    /// <summary>Up to half a megabyte.</summary>
    private void Fill()
    {
        var free = new DriveInfo(_disk).AvailableFreeSpace;
        using var file = new FileStream(Filler, FileMode.Create);
        file.Write(new byte[Math.Max(0, free - 500_000)]);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
