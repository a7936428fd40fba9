using Chat.EndToEnd.Tests.Durability;
using Chat.EndToEnd.Tests.Harness;

namespace Chat.Cluster.Tests.Harness;

/// <summary>Pairs that send and receive whatever happens, each side at a node of its own that it chooses anew whenever it has lost one.</summary>
internal sealed class Traffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PairTraffic> _pairs;
    private readonly List<Task> _running;
    private Func<IReadOnlyList<IChatNode>> _nodes;
    private int _next;

    private Traffic(string name, int pairs, int window, Func<IReadOnlyList<IChatNode>> nodes)
    {
        _nodes = nodes;
        _pairs = [.. Enumerable.Range(1, pairs).Select(i => new PairTraffic($"{name}{i}", window))];
        IChatNode Next()
        {
            var all = Volatile.Read(ref _nodes)();
            return all[(Interlocked.Increment(ref _next) & int.MaxValue) % all.Count];
        }

        _running = [.. _pairs.SelectMany(pair => new[]
        {
            Reconnecting.RunAsync(() => pair.RunSenderAsync(Next(), _stop.Token), _stop.Token),
            Reconnecting.RunAsync(() => pair.RunReceiverAsync(Next(), _stop.Token), _stop.Token),
        })];
    }

    public int Acked => _pairs.Sum(pair => pair.Acked);

    /// <summary>Of any send until its ack, milliseconds.</summary>
    public long LongestWait => _pairs.Max(pair => pair.LongestWait);

    /// <param name="nodes">Those that take clients at the moment.</param>
    /// <param name="name">Of the users; no other traffic of the same cluster has it.</param>
    public static Traffic Start(int pairs, Func<IReadOnlyList<IChatNode>> nodes, int window = 4, string name = "pair") => new(name, pairs, window, nodes);

    /// <summary>Until as many more have been acked: traffic goes on, or again.</summary>
    public Task FlowsAsync(int more = 200)
    {
        var enough = Acked + more;
        return Eventually.HoldsAsync(() => Acked >= enough, () => $"{Acked} of {enough} acked");
    }

    /// <summary>From its next connection on, everybody goes to these.</summary>
    public void MoveTo(Func<IReadOnlyList<IChatNode>> nodes) => Volatile.Write(ref _nodes, nodes);

    /// <summary>Lets everything come to its end: what was acked has arrived, once and in order.</summary>
    public async Task VerifyAsync()
    {
        _pairs.ForEach(pair => pair.StopSending());
        await Eventually.HoldsAsync(() => _pairs.TrueForAll(pair => pair.IsDone),
            () => string.Join('\n', _pairs.Where(pair => !pair.IsDone).Select(pair => pair.Missing)));
        await DisposeAsync();
        _pairs.ForEach(pair => pair.Verify());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }
}
