using Chat.EndToEnd.Tests.Harness;
using Chat.Faults.Tests.Running;

namespace Chat.Faults.Tests.Processes;

/// <summary>
/// One node under a supervisor, as an orchestrator would be: when its process ends by itself, as that of a node does that finds itself put out of
/// the cluster, it is started again.
/// </summary>
internal sealed class ChatNode(NodePlace place, IReadOnlyDictionary<string, string> settings, Timeline timeline) : IDisposable
{
    /// <summary>A cold start on a busy machine of two cores takes some seconds, on one that is busy with others up to minutes.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(180);

    private static readonly TimeSpan RestartPause = TimeSpan.FromSeconds(1);

    private NamespaceProcess? _process;
    private volatile bool _endIsWanted;

    public string Name => place.Name;

    public NodePlace Place => place;

    /// <summary>Times that it has ended by itself.</summary>
    public int OwnEnds { get; private set; }

    /// <summary>The very first start: the seeds in the order that all have, so that the first of them forms the cluster.</summary>
    public async Task StartFirstAsync()
    {
        Start(place.Seeds);
        await _process!.ReadyAsync(StartLimit);
    }

    /// <summary>Starts the process again, and does not wait for it. It names itself last among its seeds, so that it joins the others and never forms a cluster of its own.</summary>
    public void StartAgain() => Start([.. place.Seeds.Where(seed => seed != place.Self), place.Self]);

    public async Task KillAsync()
    {
        _endIsWanted = true;
        await _process!.EndAsync(Signal.Kill);
    }

    /// <summary>SIGTERM, and the exit code; killed, and null, where it takes longer than an orchestrator would wait.</summary>
    public async Task<int?> DrainAsync(TimeSpan grace)
    {
        _endIsWanted = true;
        var process = _process!;
        if (!process.HasExited) process.Send(Signal.Terminate);
        using var patience = new CancellationTokenSource(grace);
        try
        {
            await process.ExitAsync(patience.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await process.EndAsync(Signal.Kill);
            return null;
        }
    }

    public void Pause() => _process!.Send(Signal.Stop);

    public void Continue() => _process!.Send(Signal.Continue);

    public void Dispose()
    {
        _endIsWanted = true;
        _process?.Dispose();
    }

    private void Start(string[] seeds)
    {
        _process?.Dispose();
        _endIsWanted = false;
        var environment = new Dictionary<string, string>(settings);
        for (var i = 0; i < seeds.Length; i++)
            environment[$"Chat__Cluster__SeedNodes__{i}"] = seeds[i];
        _process = NamespaceProcess.Start(place.Namespace, place.LogFile, "Listening on ", environment, "dotnet", Repository.NodeAssembly);
        _ = SuperviseAsync(_process);
    }

    private async Task SuperviseAsync(NamespaceProcess process)
    {
        await process.ExitAsync();
        if (_endIsWanted) return;
        OwnEnds++;
        timeline.Add($"{Name} has ended by itself ({process.ExitCode}) and is started again");
        await Task.Delay(RestartPause);
        if (!_endIsWanted) StartAgain();
    }
}

/// <summary>Where a node runs and whom it joins.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Self">Its address in the cluster.</param>
/// <param name="Seeds">The addresses of all, in the order that all have.</param>
internal sealed record NodePlace(int Number, string Address, string Namespace, string LogFile, string Self, string[] Seeds)
{
    public string Name => $"n{Number}";
}
