using System.Diagnostics;
using Chat.Actors.Databases;
using Chat.Journal.Tests.Harness;

namespace Chat.Journal.Tests;

/// <summary>Our journal: a full disk is waited for as a database that is away is, and said to be full when it stays so.</summary>
[Collection(PrivatePostgresCollection.Name)]
public sealed class DiskFullTests(PrivatePostgres postgres) : IAsyncLifetime
{
    private const string NoDisk = "no small disk: it takes root and the right to mount a tmpfs";
    private readonly string _disk = Directory.CreateTempSubdirectory("chat-disk-").FullName;
    private bool _mounted;

    private string Filler => Path.Combine(_disk, "filler");

    [SkippableFact]
    public async Task On_SQLite_writes_wait_for_room_and_are_refused_with_the_reason_where_none_comes()
    {
        Skip.If(!_mounted, NoDisk);
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.SQLite, folder: Directory.CreateDirectory(Path.Combine(_disk, "data")).FullName);
        await WritesWaitForRoomAsync(database, "full");
    }

    [SkippableFact]
    public async Task On_PostgreSQL_writes_wait_for_room_and_are_refused_with_the_reason_where_none_comes()
    {
        Skip.If(!_mounted, NoDisk);
        await postgres.ReadyAsync();
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.PostgreSQL, postgres.Server);
        var folder = Directory.CreateDirectory(Path.Combine(_disk, "space")).FullName;
        Assert.True(await RunAsync("chown", "postgres", _disk, folder));
        await database.ExecuteAsync($"create tablespace small location '{folder}'");
        await database.ExecuteAsync("alter table journal set tablespace small");
        await WritesWaitForRoomAsync(database, "No space left");
        await database.ExecuteAsync("alter table journal set tablespace pg_default");
        await database.ExecuteAsync("drop tablespace small");
    }

    private async Task WritesWaitForRoomAsync(TestDatabase database, string reason)
    {
        await using var patient = database.Start(Journals.Ours);
        await using var impatient = database.Start(Journals.Ours, "give-up-after = 500ms");
        Assert.True((await patient.WriteAsync("before", 1, "1")).AllAcked);
        Fill();

        var waiting = patient.WriteAsync("patient", 1, ThreeMegabytes());
        var refused = await impatient.WriteAsync("impatient", 1, ThreeMegabytes());
        Assert.Empty(refused.Acked);
        Assert.All(refused.Failed, f => Assert.Contains(reason, f.Cause.Message));
        Assert.False(waiting.IsCompleted, "it was answered while there was no room");
        Assert.Equal(["1"], (await patient.ReplayAsync("before")).Texts);

        File.Delete(Filler);
        Assert.True((await waiting).AllAcked);
        Assert.Equal(30, (await patient.ReplayAsync("patient")).Events.Count);
        Assert.Empty((await patient.ReplayAsync("impatient")).Events);
        await Eventually.HoldsAsync(async () => (await impatient.WriteAsync(SharedNodes.NewId("after"), 1, "1")).AllAcked, "writes are taken again");
    }

    /// <summary>Of noise: PostgreSQL compresses.</summary>
    private static object[] ThreeMegabytes()
    {
        var noise = new byte[50_000];
        return [.. Enumerable.Range(0, 30).Select(i =>
        {
            new Random(i).NextBytes(noise);
            return Convert.ToHexString(noise);
        })];
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
